/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The shells' completion scripts. Each is a template around three things made
 * from the option table: what every option is, which take a value, and what
 * completes it. Column names come from the tool itself, asked with
 * --print-columns for the file that is on the line; they are offered as they
 * are typed in an expression (`Lead Source` as Lead_Source), so none needs
 * quoting, and those that can't be typed so are left out. The line is never evaluated.
 *
 * In a template @ is the tool's name, and @@ an @.
 */
#include "cli/completion.h"

#include <stdlib.h>

#include "cli/shared.h"

struct list {
	const struct tool *tool;
	const struct option_row **row;
	size_t n;
};

static bool is_file(const struct option_row *row)
{
	return row->complete == COMPLETE_FILE || row->complete == COMPLETE_OUTPUT ||
	       row->complete == COMPLETE_AGREEMENT;
}

static void template(struct buf *out, const struct tool *tool, const char *z)
{
	for (; *z; z++)
		if (*z == '@' && z[1] != '@')
			buf_str(out, str_from(tool->name));
		else
			buf_char(out, *z == '@' ? *z++ : *z);
}

/* "-f|--format" with the given separator. */
static void spellings(struct buf *out, const struct option_row *row, const char *separator)
{
	if (row->key < 256)
		buf_print(out, "-%c%s", row->key, separator);
	buf_print(out, "--%s", row->name);
}

static bool is_delimiter(const struct option_row *row)
{
	return row->key == 'd';
}

/* Every option with a value but the delimiter, which the scripts pass on. */
static void valued(struct buf *out, const struct list *list, const char *separator)
{
	size_t n = 0;

	for (size_t i = 0; i < list->n; i++)
		if (list->row[i]->value && list->row[i]->help && !is_delimiter(list->row[i])) {
			buf_print(out, "%s", n++ ? separator : "");
			spellings(out, list->row[i], separator);
		}
}

static const char bash_columns[] =
	"# bash completion for @\n"
	"\n"
	"# Column names of the first file on the line, for the last word of the list or expression in $1.\n"
	"_@_columns()\n"
	"{\n"
	"\tlocal file= word i name part head tool=${COMP_WORDS[0]/#\\~/$HOME}\n"
	"\tlocal -a dialect=() fits=()\n"
	"\tfor ((i = 1; i < ${#COMP_WORDS[@@]}; i++)); do\n"
	"\t\tword=${COMP_WORDS[i]//[\\'\\\"\\\\]/}\n"
	"\t\tcase $word in\n"
	"\t\t-t | --tab | --raw-tsv | -d?*)\n"
	"\t\t\tdialect+=(\"$word\")\n"
	"\t\t\t;;\n"
	"\t\t-d | --delimiter)\n"
	"\t\t\t[[ ${COMP_WORDS[i + 1]} == = ]] && ((i++))\n"
	"\t\t\t((i++))\n"
	"\t\t\tdialect+=(-d \"${COMP_WORDS[i]//[\\'\\\"]/}\")\n"
	"\t\t\t;;\n"
	"\t\t";
static const char bash_files[] =
	")\n"
	"\t\t\t[[ ${COMP_WORDS[i + 1]} == = ]] && ((i++))\n"
	"\t\t\t((i++))\n"
	"\t\t\t;;\n"
	"\t\t-*) ;;\n"
	"\t\t*)\n"
	"\t\t\tword=${word/#\\~/$HOME}\n"
	"\t\t\t[[ ! $file && $i -ne $COMP_CWORD && -f $word ]] && file=$word\n"
	"\t\t\t;;\n"
	"\t\tesac\n"
	"\tdone\n"
	"\t[[ $file ]] || return\n"
	"\tpart=${1##*[ ,\\(\\)=\\<\\>\\!~+\\*/\\'\\\"\\`]}\n"
	"\thead=${1%\"$part\"}\n"
	"\twhile IFS= read -r name; do\n"
	"\t\tname=${name//[ -]/_}\n"
	"\t\t[[ ${name//[_.]/} == *[[:space:][:punct:]]* ]] && continue\n"
	"\t\t[[ ${name,,} == \"${part,,}\"* ]] && fits+=(\"$name\")\n"
	"\tdone < <(\"$tool\" --print-columns \"${dialect[@@]}\" -- \"$file\" 2>/dev/null)\n"
	"\t# One name is spelled as in the file; of several, what they share is kept as typed.\n"
	"\tif ((${#fits[@@]} == 1)); then\n"
	"\t\tCOMPREPLY=(\"$head${fits[0]}\")\n"
	"\telse\n"
	"\t\tfor name in \"${fits[@@]}\"; do\n"
	"\t\t\tCOMPREPLY+=(\"$head$part${name:${#part}}\")\n"
	"\t\tdone\n"
	"\tfi\n"
	"\tcompopt -o nospace\n"
	"}\n"
	"\n"
	"_@()\n"
	"{\n"
	"\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} i\n"
	"\tCOMPREPLY=()\n"
	"\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
	"\t\t[[ ${COMP_WORDS[i]} == -- ]] && return\n"
	"\tdone\n"
	"\tif [[ $cur == = ]]; then\n"
	"\t\tcur=\n"
	"\telif [[ $prev == = ]]; then\n"
	"\t\tprev=${COMP_WORDS[COMP_CWORD - 2]}\n"
	"\tfi\n"
	"\tcur=${cur#[\\'\\\"]}\n"
	"\tcase $prev in\n";
static const char bash_options[] = "\tesac\n"
				   "\t[[ $cur == -* ]] && COMPREPLY=($(compgen -W \"\n";
static const char bash_end[] = "\t\t\" -- \"$cur\"))\n"
			       "}\n"
			       "complete -o bashdefault -o default -F _@ @\n";

static void bash(struct buf *out, const struct list *list)
{
	template(out, list->tool, bash_columns);
	valued(out, list, "|");
	template(out, list->tool, bash_files);
	for (size_t i = 0; i < list->n; i++) {
		const struct option_row *row = list->row[i];
		if (!row->value || !row->help)
			continue;
		buf_str(out, STR("\t"));
		spellings(out, row, "|");
		buf_str(out, STR(")\n"));
		if (row->complete == COMPLETE_COLUMN)
			template(out, list->tool, "\t\t_@_columns \"$cur\"\n");
		if (row->complete == COMPLETE_WORDS)
			buf_print(out, "\t\tCOMPREPLY=($(compgen -W \"%s\" -- \"$cur\"))\n",
				  option_words(list->tool, row));
		if (!is_file(row))
			buf_str(out, STR("\t\tcompopt +o default +o bashdefault\n"));
		buf_str(out, STR("\t\treturn\n\t\t;;\n"));
	}
	buf_str(out, str_from(bash_options));
	for (size_t i = 0; i < list->n; i++)
		if (list->row[i]->help) {
			buf_str(out, STR("\t\t"));
			spellings(out, list->row[i], " ");
			buf_char(out, '\n');
		}
	template(out, list->tool, bash_end);
}

/* Text within single quotes, `special` bytes with a backslash in front; the shells differ in how a quote gets
 * in. */
static void quoted(struct buf *out, const char *z, const char *special, const char *quote)
{
	for (; *z; z++)
		if (*z == '\'')
			buf_str(out, str_from(quote));
		else
			buf_print(out, "%s%c", strchr(special, *z) ? "\\" : "", *z);
}

static const char zsh_columns[] = "#compdef @\n"
				  "\n"
				  "# Column names of the first file on the line.\n"
				  "_@_columns() {\n"
				  "\tlocal file word tool=${(Q)words[1]/#\\~/$HOME}\n"
				  "\tlocal -a names dialect\n"
				  "\tlocal -i i\n"
				  "\tfor ((i = 2; i <= $#words; i++)); do\n"
				  "\t\tword=${(Q)words[i]}\n"
				  "\t\tcase $word in\n"
				  "\t\t(-t|--tab|--raw-tsv|-d?*|--delimiter=*) dialect+=($word) ;;\n"
				  "\t\t(-d|--delimiter) dialect+=(-d ${(Q)words[++i]}) ;;\n"
				  "\t\t(";
static const char zsh_files[] = ") ((i++)) ;;\n"
				"\t\t(-*) ;;\n"
				"\t\t(*) word=${word/#\\~/$HOME}\n"
				"\t\t\t[[ -z $file && $i -ne $CURRENT && -f $word ]] && file=$word ;;\n"
				"\t\tesac\n"
				"\tdone\n"
				"\t[[ -n $file ]] || { _message 'column (name the file first)'; return 1 }\n"
				"\tnames=(${(f)\"$($tool --print-columns $dialect -- $file 2>/dev/null)\"})\n"
				"\tnames=(${names//[ -]/_})\n"
				"\tnames=(${names:#*[^[:alnum:]_.]*})\n"
				"\tcompset -P '*[^[:alnum:]_.]'\n"
				"\tcompadd -M 'm:{a-zA-Z}={A-Za-z}' -S '' -a names\n"
				"}\n"
				"\n"
				"_@() {\n"
				"\t_arguments -s -S \\\n";
static const char zsh_end[] = "\t\t'*:file:_files'\n"
			      "}\n"
			      "\n"
			      "if [[ $funcstack[1] == _@ ]]; then\n"
			      "\t_@ \"$@@\"\n"
			      "else\n"
			      "\tcompdef _@ @\n"
			      "fi\n";

/* '(-f --format)'{-f+,--format=}'[print as]:FORMAT:(csv tsv)' */
static void zsh_option(struct buf *out, const struct list *list, const struct option_row *row)
{
	const char *value = row->value ? row->value : "";

	buf_str(out, STR("\t\t'"));
	if (row->key == 'e') {
		buf_str(out, STR("*'"));
	} else {
		buf_char(out, '(');
		spellings(out, row, " ");
		buf_str(out, STR(")'"));
	}
	if (row->key < 256)
		buf_print(out, "{-%c%s,--%s%s}", row->key, *value ? "+" : "", row->name, *value ? "=" : "");
	else
		buf_print(out, "--%s%s", row->name, *value ? "=" : "");
	buf_str(out, STR("'["));
	quoted(out, row->help, "[]\\:", "'\\''");
	buf_char(out, ']');
	if (*value) {
		buf_print(out, ":%s:", value);
		if (row->complete == COMPLETE_WORDS)
			buf_print(out, "(%s)", option_words(list->tool, row));
		else if (row->complete == COMPLETE_COLUMN)
			template(out, list->tool, "_@_columns");
		else
			buf_str(out, row->complete == COMPLETE_NOTHING ? STR(" ") : STR("_files"));
	}
	buf_str(out, STR("' \\\n"));
}

static void zsh(struct buf *out, const struct list *list)
{
	template(out, list->tool, zsh_columns);
	valued(out, list, "|");
	template(out, list->tool, zsh_files);
	for (size_t i = 0; i < list->n; i++)
		if (list->row[i]->help)
			zsh_option(out, list, list->row[i]);
	template(out, list->tool, zsh_end);
}

static const char fish_columns[] =
	"# fish completion for @\n"
	"\n"
	"# Column names of the first file on the line, each behind what the list or expression has so far.\n"
	"function __@_columns\n"
	"    set -l words (commandline -op)\n"
	"    set -l file\n"
	"    set -l dialect\n"
	"    set -l take ''\n"
	"    for word in $words[2..-1]\n"
	"        if test \"$take\" = delimiter\n"
	"            set -a dialect -d $word\n"
	"            set take ''\n"
	"            continue\n"
	"        else if test \"$take\" = value\n"
	"            set take ''\n"
	"            continue\n"
	"        end\n"
	"        switch $word\n"
	"            case -t --tab --raw-tsv '-d?*' '--delimiter=*'\n"
	"                set -a dialect $word\n"
	"            case -d --delimiter\n"
	"                set take delimiter\n"
	"            case ";
static const char fish_files[] =
	"\n"
	"                set take value\n"
	"            case '-*'\n"
	"            case '*'\n"
	"                set word (string replace -r '^~' $HOME -- $word)\n"
	"                if test -z \"$file\" -a -f \"$word\"\n"
	"                    set file $word\n"
	"                end\n"
	"        end\n"
	"    end\n"
	"    test -n \"$file\"; or return\n"
	"    set -l token (string replace -r '^(--[a-z-]+=)?[\\'\"]?' '' -- (commandline -ct))\n"
	"    set -l head (string match -r '^.*[\\s,()=<>!~+*/\\'\"`]' -- $token)\n"
	"    set -l tool (string replace -r '^~' $HOME -- $words[1])\n"
	"    for name in (command $tool --print-columns $dialect -- $file 2>/dev/null | string replace -ra "
	"'[ -]' _)\n"
	"        string match -qr '^[^\\s\\x21-\\x2d\\x2f\\x3a-\\x40\\x5b-\\x5e\\x60\\x7b-\\x7f]+$' -- "
	"$name\n"
	"        and echo \"$head$name\"\n"
	"    end\n"
	"end\n"
	"\n";

static void fish(struct buf *out, const struct list *list)
{
	template(out, list->tool, fish_columns);
	valued(out, list, " ");
	template(out, list->tool, fish_files);
	for (size_t i = 0; i < list->n; i++) {
		const struct option_row *row = list->row[i];
		if (!row->help)
			continue;
		template(out, list->tool, "complete -c @");
		if (row->key < 256)
			buf_print(out, " -s %c", row->key);
		buf_print(out, " -l %s", row->name);
		if (row->value)
			buf_str(out, is_file(row) ? STR(" -r -F") : STR(" -x"));
		if (row->complete == COMPLETE_WORDS)
			buf_print(out, " -a '%s'", option_words(list->tool, row));
		if (row->complete == COMPLETE_COLUMN)
			template(out, list->tool, " -k -a '(__@_columns)'");
		buf_str(out, STR(" -d '"));
		quoted(out, row->help, "\\", "\\'");
		buf_str(out, STR("'\n"));
	}
}

void completion_write(struct buf *out, const struct tool *tool, enum shell shell)
{
	static void (*const write[])(struct buf *, const struct list *) = {
		[SHELL_BASH] = bash,
		[SHELL_ZSH] = zsh,
		[SHELL_FISH] = fish,
	};
	struct list list = { .tool = tool };

	list.row = options_list(tool, &list.n);
	write[shell](out, &list);
	free(list.row);
}
