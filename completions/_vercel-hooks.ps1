$env:VERCEL_HOOKS_COMPLETE = "powershell"
vercel-hooks | Out-String | Invoke-Expression
Remove-Item Env:\VERCEL_HOOKS_COMPLETE
