#compdef @

# The first file on the line, and what says how it and the agreement are read; into the caller's variables.
_@_line() {
	local word
	local -i i
	for ((i = 2; i <= $#words; i++)); do
		word=${(Q)words[i]}
		case $word in
		(-t|--tab|--raw-tsv|-d?*|--delimiter=*) dialect+=($word) ;;
		(-d|--delimiter) dialect+=(-d ${(Q)words[++i]}) ;;
		(-a|--agreement) word=${(Q)words[++i]}; agreement=(-a ${word/#\~/$HOME}) ;;
		(--agreement=*) word=${word#*=}; agreement=(-a ${word/#\~/$HOME}) ;;
		(--header-from) word=${(Q)words[++i]}; file=${word/#\~/$HOME} ;;
		(--header-from=*) word=${word#*=}; file=${word/#\~/$HOME} ;;
		(@{valued}) ((i++)) ;;
		(-*) ;;
		(*) word=${word/#\~/$HOME}
			[[ -z $file && $i -ne $CURRENT && -f $word ]] && file=$word ;;
		esac
	done
}

# Column names of that file.
_@_columns() {
	local file tool=${(Q)words[1]/#\~/$HOME}
	local -a names dialect agreement
	_@_line
	[[ -n $file ]] || { _message 'column (name the file first)'; return 1 }
	names=(${(f)"$($tool --print-columns $dialect -- $file 2>/dev/null)"})
	names=(${names//[ -]/_})
	names=(${names:#*[^[:alnum:]_.]*})
	compset -P '*[^[:alnum:]_.]'
	compadd -M 'm:{a-zA-Z}={A-Za-z}' -S '' -a names
}

# Stages of the agreement.
_@_stages() {
	local file tool=${(Q)words[1]/#\~/$HOME}
	local -a names dialect agreement
	_@_line
	names=(${(f)"$($tool --print-stages $agreement 2>/dev/null)"})
	compadd -M 'm:{a-zA-Z}={A-Za-z}' -a names
}

_@() {
	_arguments -s -S \
@{options}
		'*:file:_files'
}

if [[ $funcstack[1] == _@ ]]; then
	_@ "$@@"
else
	compdef _@ @
fi
