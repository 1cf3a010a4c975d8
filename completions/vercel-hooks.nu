def "nu-complete vercel-hooks" [words: list<string>] {
    with-env { VERCEL_HOOKS_COMPLETE: fish } { ^vercel-hooks -- ...$words }
    | lines
    | split column "\t" value description
}

@complete "nu-complete vercel-hooks"
export extern vercel-hooks []
