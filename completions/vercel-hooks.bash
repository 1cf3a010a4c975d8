source <(VERCEL_HOOKS_COMPLETE=bash vercel-hooks)
