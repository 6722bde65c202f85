/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The shells' completion scripts. Each is a template, a file beside this one,
 * around three things made from the option table: what every option is, which
 * take a value, and what completes it. Column names come from the tool itself, asked with
 * --print-columns for the file that is on the line, and stages with --print-stages for
 * the agreement; they are offered as they
 * are typed in an expression (`Lead Source` as Lead_Source), so none needs
 * quoting, and those that can't be typed so are left out. The line is never evaluated.
 *
 * In a template @ is the tool's name, @@ an @, and @{valued}, @{cases} and @{options} are what stands in a
 * struct script.
 */
#include "cli/completion.h"

#include <stdlib.h>

#include "base/embed.h"
#include "cli/shared.h"

EMBED(completion_bash, "cli/completion.bash");
EMBED(completion_zsh, "cli/completion.zsh");
EMBED(completion_fish, "cli/completion.fish");

struct list {
	const struct tool *tool;
	const struct option_row **row;
	size_t n;
};

/* What goes into a shell's template. */
struct script {
	struct str text;
	const char *separator; /* between the spellings of @{valued}, options with a value */
	void (*options)(struct buf *out, const struct list *list);
	void (*cases)(struct buf *out, const struct list *list); /* what completes each value, or NULL */
};

static bool is_file(const struct option_row *row)
{
	return row->complete == COMPLETE_FILE || row->complete == COMPLETE_OUTPUT ||
	       row->complete == COMPLETE_AGREEMENT;
}

/* "-f|--format" with the given separator. */
static void spellings(struct buf *out, const struct option_row *row, const char *separator)
{
	if (row->key < 256)
		buf_print(out, "-%c%s", row->key, separator);
	buf_print(out, "--%s", row->name);
}

static bool has_words(const struct option_row *row)
{
	return row->complete == COMPLETE_WORDS || row->complete == COMPLETE_SOME;
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

static void bash_cases(struct buf *out, const struct list *list)
{
	for (size_t i = 0; i < list->n; i++) {
		const struct option_row *row = list->row[i];
		if (!row->value || !row->help)
			continue;
		buf_str(out, STR("\t"));
		spellings(out, row, "|");
		buf_str(out, STR(")\n"));
		if (row->complete == COMPLETE_COLUMN)
			buf_print(out, "\t\t_%s_columns \"$cur\"\n", list->tool->name);
		if (row->complete == COMPLETE_STAGE)
			buf_print(out, "\t\t_%s_stages \"$cur\"\n", list->tool->name);
		if (has_words(row))
			buf_print(out, "\t\tCOMPREPLY=($(compgen -W \"%s\" -- \"$cur\"))\n", row->words);
		if (!is_file(row))
			buf_str(out, STR("\t\tcompopt +o default +o bashdefault\n"));
		buf_str(out, STR("\t\treturn\n\t\t;;\n"));
	}
}

static void bash_options(struct buf *out, const struct list *list)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->row[i]->help) {
			buf_str(out, STR("\t\t"));
			spellings(out, list->row[i], " ");
			buf_char(out, '\n');
		}
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
		if (has_words(row))
			buf_print(out, "(%s)", row->words);
		else if (row->complete == COMPLETE_COLUMN)
			buf_print(out, "_%s_columns", list->tool->name);
		else if (row->complete == COMPLETE_STAGE)
			buf_print(out, "_%s_stages", list->tool->name);
		else
			buf_str(out, row->complete == COMPLETE_NOTHING ? STR(" ") : STR("_files"));
	}
	buf_str(out, STR("' \\\n"));
}

static void zsh_options(struct buf *out, const struct list *list)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->row[i]->help)
			zsh_option(out, list, list->row[i]);
}

static void fish_options(struct buf *out, const struct list *list)
{
	for (size_t i = 0; i < list->n; i++) {
		const struct option_row *row = list->row[i];
		if (!row->help)
			continue;
		buf_print(out, "complete -c %s", list->tool->name);
		if (row->key < 256)
			buf_print(out, " -s %c", row->key);
		buf_print(out, " -l %s", row->name);
		if (row->value)
			buf_str(out, is_file(row) ? STR(" -r -F") : STR(" -x"));
		if (has_words(row))
			buf_print(out, " -a '%s'", row->words);
		if (row->complete == COMPLETE_COLUMN)
			buf_print(out, " -k -a '(__%s_columns)'", list->tool->name);
		if (row->complete == COMPLETE_STAGE)
			buf_print(out, " -k -a '(__%s_stages)'", list->tool->name);
		buf_str(out, STR(" -d '"));
		quoted(out, row->help, "\\", "\\'");
		buf_str(out, STR("'\n"));
	}
}

/* If `text` begins with `hole`, cuts it off. */
static bool take(struct str *text, struct str hole)
{
	if (!str_starts(*text, hole))
		return false;
	*text = str_slice(*text, hole.n, text->n);
	return true;
}

static void fill(struct buf *out, const struct script *script, const struct list *list)
{
	for (struct str rest = script->text; rest.n;)
		if (take(&rest, STR("@{cases}\n")))
			script->cases(out, list);
		else if (take(&rest, STR("@{options}\n")))
			script->options(out, list);
		else if (take(&rest, STR("@{valued}")))
			valued(out, list, script->separator);
		else if (take(&rest, STR("@@")))
			buf_char(out, '@');
		else if (take(&rest, STR("@")))
			buf_str(out, str_from(list->tool->name));
		else {
			buf_char(out, *rest.p);
			take(&rest, str_slice(rest, 0, 1));
		}
}

void completion_write(struct buf *out, const struct tool *tool, enum shell shell)
{
	const struct script script[] = {
		[SHELL_BASH] = { EMBEDDED(completion_bash), "|", bash_options, bash_cases },
		[SHELL_ZSH] = { EMBEDDED(completion_zsh), "|", zsh_options, NULL },
		[SHELL_FISH] = { EMBEDDED(completion_fish), " ", fish_options, NULL },
	};
	struct list list = { .tool = tool };

	list.row = options_list(tool, &list.n);
	fill(out, &script[shell], &list);
	free(list.row);
}
