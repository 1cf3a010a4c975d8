eval (env VERCEL_HOOKS_COMPLETE=elvish vercel-hooks | slurp)
