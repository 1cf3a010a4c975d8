VERCEL_HOOKS_COMPLETE=fish vercel-hooks | source
