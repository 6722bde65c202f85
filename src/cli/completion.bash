# bash completion for @

# The first file on the line, and what says how it and the agreement are read; into the caller's variables.
_@_line()
{
	local word i
	for ((i = 1; i < ${#COMP_WORDS[@@]}; i++)); do
		word=${COMP_WORDS[i]//[\'\"\\]/}
		case $word in
		-t | --tab | --raw-tsv | -d?*)
			dialect+=("$word")
			;;
		-d | --delimiter)
			[[ ${COMP_WORDS[i + 1]} == = ]] && ((i++))
			((i++))
			dialect+=(-d "${COMP_WORDS[i]//[\'\"]/}")
			;;
		-a | --agreement)
			[[ ${COMP_WORDS[i + 1]} == = ]] && ((i++))
			((i++))
			word=${COMP_WORDS[i]//[\'\"\\]/}
			agreement=(-a "${word/#\~/$HOME}")
			;;
		--header-from)
			[[ ${COMP_WORDS[i + 1]} == = ]] && ((i++))
			((i++))
			word=${COMP_WORDS[i]//[\'\"\\]/}
			word=${word/#\~/$HOME}
			[[ $i -ne $COMP_CWORD && -f $word ]] && file=$word
			;;
		@{valued})
			[[ ${COMP_WORDS[i + 1]} == = ]] && ((i++))
			((i++))
			;;
		-*) ;;
		*)
			word=${word/#\~/$HOME}
			[[ ! $file && $i -ne $COMP_CWORD && -f $word ]] && file=$word
			;;
		esac
	done
}

# Column names of that file, for the last word of the list or expression in $1.
_@_columns()
{
	local file= name part head tool=${COMP_WORDS[0]/#\~/$HOME}
	local -a dialect=() agreement=() fits=()
	_@_line
	[[ $file ]] || return
	part=${1##*[ ,\(\)=\<\>\!~+\*/\'\"\`]}
	head=${1%"$part"}
	while IFS= read -r name; do
		name=${name//[ -]/_}
		[[ ${name//[_.]/} == *[[:space:][:punct:]]* ]] && continue
		[[ ${name,,} == "${part,,}"* ]] && fits+=("$name")
	done < <("$tool" --print-columns "${dialect[@@]}" -- "$file" 2>/dev/null)
	# One name is spelled as in the file; of several, what they share is kept as typed.
	if ((${#fits[@@]} == 1)); then
		COMPREPLY=("$head${fits[0]}")
	else
		for name in "${fits[@@]}"; do
			COMPREPLY+=("$head$part${name:${#part}}")
		done
	fi
	compopt -o nospace
}

# Stages of the agreement that begin with $1.
_@_stages()
{
	local file= name tool=${COMP_WORDS[0]/#\~/$HOME}
	local -a dialect=() agreement=()
	_@_line
	while IFS= read -r name; do
		[[ ${name,,} == "${1,,}"* && $name != *[[:space:]]* ]] && COMPREPLY+=("$name")
	done < <("$tool" --print-stages "${agreement[@@]}" 2>/dev/null)
}

_@()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} i
	COMPREPLY=()
	for ((i = 1; i < COMP_CWORD; i++)); do
		[[ ${COMP_WORDS[i]} == -- ]] && return
	done
	if [[ $cur == = ]]; then
		cur=
	elif [[ $prev == = ]]; then
		prev=${COMP_WORDS[COMP_CWORD - 2]}
	fi
	cur=${cur#[\'\"]}
	case $prev in
@{cases}
	esac
	[[ $cur == -* ]] && COMPREPLY=($(compgen -W "
@{options}
		" -- "$cur"))
}
complete -o bashdefault -o default -F _@ @
