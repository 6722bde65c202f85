# fish completion for @

# Column names of the first file on the line, each behind what the list or expression has so far.
function __@_columns
    set -l words (commandline -op)
    set -l file
    set -l dialect
    set -l take ''
    for word in $words[2..-1]
        if test "$take" = delimiter
            set -a dialect -d $word
            set take ''
            continue
        else if test "$take" = header
            set file (string replace -r '^~' $HOME -- $word)
            set take ''
            continue
        else if test "$take" = value
            set take ''
            continue
        end
        switch $word
            case -t --tab --raw-tsv '-d?*' '--delimiter=*'
                set -a dialect $word
            case -d --delimiter
                set take delimiter
            case --header-from
                set take header
            case '--header-from=*'
                set file (string replace -r '^--header-from=~?' '' -- $word)
            case @{valued}
                set take value
            case '-*'
            case '*'
                set word (string replace -r '^~' $HOME -- $word)
                if test -z "$file" -a -f "$word"
                    set file $word
                end
        end
    end
    test -n "$file"; or return
    set -l token (string replace -r '^(--[a-z-]+=)?[\'"]?' '' -- (commandline -ct))
    set -l head (string match -r '^.*[\s,()=<>!~+*/\'"`]' -- $token)
    set -l tool (string replace -r '^~' $HOME -- $words[1])
    for name in (command $tool --print-columns $dialect -- $file 2>/dev/null | string replace -ra '[ -]' _)
        string match -qr '^[^\s\x21-\x2d\x2f\x3a-\x40\x5b-\x5e\x60\x7b-\x7f]+$' -- $name
        and echo "$head$name"
    end
end

# Stages of the agreement.
function __@_stages
    set -l words (commandline -op)
    set -l agreement
    set -l take ''
    for word in $words[2..-1]
        if test "$take" = agreement
            set agreement -a (string replace -r '^~' $HOME -- $word)
            set take ''
            continue
        end
        switch $word
            case -a --agreement
                set take agreement
            case '--agreement=*'
                set agreement -a (string replace -r '^--agreement=~?' '' -- $word)
        end
    end
    set -l tool (string replace -r '^~' $HOME -- $words[1])
    command $tool --print-stages $agreement 2>/dev/null
end

@{options}
