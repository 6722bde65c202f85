#compdef @

# Column names of the first file on the line.
_@_columns() {
	local file word tool=${(Q)words[1]/#\~/$HOME}
	local -a names dialect
	local -i i
	for ((i = 2; i <= $#words; i++)); do
		word=${(Q)words[i]}
		case $word in
		(-t|--tab|--raw-tsv|-d?*|--delimiter=*) dialect+=($word) ;;
		(-d|--delimiter) dialect+=(-d ${(Q)words[++i]}) ;;
		(@{valued}) ((i++)) ;;
		(-*) ;;
		(*) word=${word/#\~/$HOME}
			[[ -z $file && $i -ne $CURRENT && -f $word ]] && file=$word ;;
		esac
	done
	[[ -n $file ]] || { _message 'column (name the file first)'; return 1 }
	names=(${(f)"$($tool --print-columns $dialect -- $file 2>/dev/null)"})
	names=(${names//[ -]/_})
	names=(${names:#*[^[:alnum:]_.]*})
	compset -P '*[^[:alnum:]_.]'
	compadd -M 'm:{a-zA-Z}={A-Za-z}' -S '' -a names
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
