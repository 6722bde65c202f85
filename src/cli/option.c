/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options that all tools share, and how any are read: see option.h. --help is in help.c. */
#include "cli/option.h"

#include <assert.h>
#include <errno.h>
#include <getopt.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/cell.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/same_file.h"
#include "cli/completion.h"
#include "cli/elsewhere.h"
#include "cli/shared.h"

enum { THREADS_MOST = 256 };

/* Reading one command line. */
struct reading {
	const struct tool *tool;
	struct common *common;
	struct diags *diags;
	const struct option_row **list;
	size_t n;
	bool delimiter_given, use_is_right;
};

static bool wants(struct diags *diags, const char *name, const char *what, const char *value)
{
	diag_error(diags, "%s wants %s, not '%s'", name, what, value);
	return false;
}

static bool read_whole(struct diags *diags, const char *name, const char *value, int64_t low, int64_t high,
		       int64_t *out)
{
	if (number_read_whole(str_from(value), low, high, out))
		return true;
	if (high == INT64_MAX && low == 0)
		return wants(diags, name, "a whole number", value);
	if (high == INT64_MAX)
		diag_error(diags, "%s wants a whole number of at least %lld, not '%s'", name, (long long)low,
			   value);
	else
		diag_error(diags, "%s wants a whole number from %lld to %lld, not '%s'", name, (long long)low,
			   (long long)high, value);
	return false;
}

/* The index of a word, -1 when it is none of them. */
static int word_index(const char *value, const char *words)
{
	int i = 0;

	for (const char *p = words; *p; i++) {
		size_t n = strcspn(p, " ");
		if (str_eq(str_from(value), (struct str){ p, n }))
			return i;
		p += n;
		p += *p == ' ';
	}
	return -1;
}

static int read_word(struct diags *diags, const char *name, const char *value, const char *words)
{
	int i = word_index(value, words);

	if (i < 0) {
		struct buf all = { 0 };
		words_join(&all, words);
		diag_error(diags, "%s wants one of %.*s, not '%s'", name, STR_ARG(buf_view(&all)), value);
		buf_release(&all);
	}
	return i;
}

/* A delimiter: one byte, a word or \t. A quote and line ends have a meaning already. */
static bool read_delimiter(struct diags *diags, const char *name, const char *value, char *out)
{
	static const char of_word[] = "\t,;|";
	int word = strcmp(value, "\\t") == 0 ? 0 : word_index(value, delimiter_words);

	if (word >= 0)
		*out = of_word[word];
	else if (*value && !value[1] && !strchr("\"\r\n", *value))
		*out = *value;
	else
		return wants(diags, name, "one byte that is no quote, or tab, comma, semicolon or pipe",
			     value);
	return true;
}

static bool set_delimiter(struct reading *r, const char *value)
{
	r->delimiter_given = true;
	return read_delimiter(r->diags, "--delimiter", value, &r->common->delimiter);
}

static bool read_decimal(struct diags *diags, const char *value, char *out)
{
	int word = word_index(value, decimal_words);

	if (word < 0 && (!*value || value[1] || !strchr(".,", *value)))
		return wants(diags, "--out-decimal", "a point or a comma: . or , or their names", value);
	*out = word == 1 || *value == ',' ? ',' : '.';
	return true;
}

static bool set_jobs(struct reading *r, const char *value)
{
	int64_t n = 0;
	cpu_set_t cpus;

	if (strcmp(value, "all") == 0 || strcmp(value, "0") == 0)
		n = sched_getaffinity(0, sizeof cpus, &cpus) == 0 ? CPU_COUNT(&cpus) : 1;
	else if (!number_read_whole(str_from(value), 1, THREADS_MOST, &n)) {
		diag_error(r->diags, "--jobs wants a whole number from 1 to %d, or all, not '%s'",
			   THREADS_MOST, value);
		return false;
	}
	r->common->threads = n > THREADS_MOST ? THREADS_MOST : (int)n;
	return true;
}

static bool add_statement(struct reading *r, const char *value)
{
	buf_str(r->common->statements_to, str_from(value));
	buf_char(r->common->statements_to, '\n');
	return true;
}

static bool add_where(struct reading *r, const char *value)
{
	struct common *c = r->common;

	MEM_ROOM(c->where, c->nwhere, c->where_cap);
	c->where[c->nwhere++] = value;
	return true;
}

/* `into` is what the row's target is a member of. */
static bool set_target(struct reading *r, const struct option_row *row, void *into, const char *value)
{
	const struct option_target *to = &row->to;
	void *member = (char *)into + to->offset;
	const char *words = row->words;
	char name[64];
	int word = 0;

	snprintf(name, sizeof name, "--%s", row->name);
	if (row->complete == COMPLETE_WORDS && (word = read_word(r->diags, name, value, words)) < 0)
		return false;
	switch (to->kind) {
	case TARGET_NONE:
		break;
	case TARGET_FLAG:
		*(bool *)member = true;
		break;
	case TARGET_TEXT:
		*(const char **)member = value;
		break;
	case TARGET_WORD:
		*(int *)member = word;
		break;
	case TARGET_WHOLE:
		return read_whole(r->diags, name, value, to->low, to->high, member);
	case TARGET_AGREEMENT:
		r->common->statements_to = &((struct other_agreement *)member)->statements;
		if (value[0] == '-' && value[1])
			optind--; /* it is an option of its own */
		else
			((struct other_agreement *)member)->file = value;
		break;
	}
	return true;
}

bool option_set(const struct tool *tool, const struct option_row *row, void *own, const char *value,
		struct diags *diags)
{
	struct common others = { 0 }; /* none of the tool's own options sets one that all have */

	return set_target(&(struct reading){ .tool = tool, .common = &others, .diags = diags }, row, own,
			  value);
}

/* Of a row's words, the one with that number. */
static struct str word_at(const char *words, int at)
{
	for (; at > 0; at--)
		words += strcspn(words, " ") + 1;
	return (struct str){ words, strcspn(words, " ") };
}

void option_show(const struct option_row *row, const void *own, struct buf *out)
{
	const char *to = (const char *)own + row->to.offset;

	if (row->to.kind == TARGET_TEXT)
		buf_str(out, str_from(*(const char *const *)to));
	else if (row->to.kind == TARGET_WORD)
		buf_str(out, word_at(row->words, *(const int *)to));
	else if (row->to.kind == TARGET_WHOLE)
		buf_print(out, "%lld", (long long)*(const int64_t *)to);
}

static bool set_shared(struct reading *r, const struct option_row *row, const char *value)
{
	if (row->value && !*value) {
		diag_error(r->diags, "--%s wants %s, and got nothing", row->name, row->value);
		return false;
	}
	switch (row->key) {
	case 'd':
		return set_delimiter(r, value);
	case 'e':
		return add_statement(r, value);
	case 'j':
		return set_jobs(r, value);
	case 'w':
		return add_where(r, value);
	case OPTION_OUT_DELIMITER:
		return read_delimiter(r->diags, "--out-delimiter", value, &r->common->out_delimiter);
	case OPTION_OUT_DECIMAL:
		return read_decimal(r->diags, value, &r->common->out_decimal);
	default:
		return set_target(r, row, r->common, value);
	}
}

static const char *setting(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

/* LEADPIPE_DELIMITER is weaker than the name of the file. */
static bool settle_delimiter(struct reading *r)
{
	struct common *c = r->common;
	const char *usual = setting("LEADPIPE_DELIMITER");
	const char *header = c->header_from ? c->header_from : c->nfiles ? c->files[0] : NULL;

	if ((c->tab || c->raw_tsv) && r->delimiter_given && c->delimiter != '\t') {
		diag_error(r->diags, "%s and --delimiter '%c' are two delimiters; give one",
			   c->tab ? "--tab" : "--raw-tsv", c->delimiter);
		return false;
	}
	if (c->tab || c->raw_tsv)
		c->delimiter = '\t';
	else if (!r->delimiter_given && usual && !(header && is_tab_name(str_from(header))) &&
		 !read_delimiter(r->diags, "LEADPIPE_DELIMITER", usual, &c->delimiter))
		return false;
	c->tab = c->delimiter == '\t';
	return true;
}

/* The value's place is in the name of the file, so that all files are in one folder. */
static bool check_split(struct reading *r, const char *output)
{
	const char *slash = output ? strrchr(output, '/') : NULL, *name = slash ? slash + 1 : output;
	const char *place = output ? strstr(output, "{}") : NULL;

	if (!output)
		diag_error(r->diags,
			   "--split writes a file for each value; name them, with {} for the value: -o "
			   "'leads-{}.csv'");
	else if (!place)
		diag_error(r->diags,
			   "--split: -o '%s' has no {} where the value goes; write it as -o 'leads-{}.csv'",
			   output);
	else if (place < name)
		diag_error(r->diags,
			   "--split: the {} of -o '%s' is in the folder's name; put it behind the "
			   "last /, as in -o 'folder/leads-{}.csv'",
			   output);
	return place && place >= name;
}

/* What only some formats can do; where none is named it is CSV, or the input's. */
static bool check_spelling(struct reading *r)
{
	const struct common *c = r->common;
	const bool csv = c->format < 0 || c->format == FORMAT_CSV;
	const char *option = !csv && c->spreadsheet				 ? "--spreadsheet"
			     : !csv && c->out_delimiter				 ? "--out-delimiter"
			     : !csv && c->format != FORMAT_TSV && c->out_decimal ? "--out-decimal"
										 : NULL;

	if (c->mail && c->format != FORMAT_HTML)
		diag_error(r->diags, "--mail is a page; leave out --format, or say html");
	else if (option)
		diag_error(r->diags, "%s is for CSV; leave out --format, or say csv", option);
	else if (c->format == FORMAT_HTML && c->out_times >= 0)
		diag_error(r->diags, "--out-times is for rows and tables; a page shows times in its own way");
	return !r->diags->errors;
}

/* What has no header is a piece of a table. */
static bool check_header(struct reading *r)
{
	const struct common *c = r->common;
	const char *whole = c->bom ? "--bom" : c->spreadsheet ? "--spreadsheet" : NULL;

	if (c->header_from && strcmp(c->header_from, "-") == 0)
		diag_error(r->diags, "--header-from wants the name of a file; standard input is for rows");
	else if (c->no_header && c->format >= 0 && c->format != FORMAT_CSV && c->format != FORMAT_TSV)
		diag_error(r->diags, "--no-header is for rows as CSV or TSV; leave it out, or say csv");
	else if (c->no_header && whole)
		diag_error(r->diags,
			   "%s begins a file, and --no-header goes on with one; leave one of them out",
			   whole);
	return !r->diags->errors;
}

/* Defaults out of the environment, and options that don't go together. */
static bool settle(struct reading *r)
{
	struct common *c = r->common;

	if (c->mail && c->format < 0)
		c->format = FORMAT_HTML;
	if (!c->agreement)
		c->agreement = setting("LEADPIPE_AGREEMENT");
	if (c->output && strcmp(c->output, "-") == 0)
		c->output = NULL; /* standard output */
	c->now_from = "--now";
	if (!c->now && (c->now = setting("LEADPIPE_NOW")))
		c->now_from = "LEADPIPE_NOW";
	if (c->rejects && c->ragged != word_index("skip", ragged_words)) {
		diag_error(r->diags, "--rejects keeps what --ragged skip leaves out; give both");
		return false;
	}
	if (c->split && !check_split(r, c->output))
		return false;
	if (c->clear && !c->changes) {
		diag_error(r->diags, "--clear says which changes there are; add --changes");
		return false;
	}
	return check_header(r) && check_spelling(r) && settle_delimiter(r);
}

/* An option of another command, or one that other programs call so? */
static bool tell_elsewhere(struct reading *r, struct str name, const struct str *known, size_t nknown)
{
	const char *alias = option_alias(name);
	struct str real = alias ? str_from(alias) : name;
	struct buf others = { 0 };
	bool here = false;

	for (size_t i = 0; i < nknown; i++)
		here |= str_eq(known[i], real);
	option_elsewhere(&others, real);
	struct str whose = buf_view(&others);
	const char *has = whose.n && memchr(whose.p, ' ', whose.n) ? "have" : "has";
	if (here)
		diag_error(r->diags, "no option '--%.*s'; that is '--%s'", STR_ARG(name), alias);
	else if (whose.n && alias)
		diag_error(r->diags, "no option '--%.*s'; that is '--%s', which %.*s %s", STR_ARG(name),
			   alias, STR_ARG(whose), has);
	else if (whose.n)
		diag_error(r->diags, "no option '--%.*s' here; %.*s %s it", STR_ARG(name), STR_ARG(whose),
			   has);
	buf_release(&others);
	return here || whose.n;
}

/* An option that getopt couldn't resolve: no option begins like it, or several do. */
static void tell_unknown(struct reading *r, const char *word)
{
	struct str name = { word + 2, strcspn(word + 2, "=") };
	struct str *known = mem_new(r->n * sizeof *known);
	struct buf fits = { 0 }, say = { 0 };
	size_t nfits = 0, nknown = 0;

	for (size_t i = 0; i < r->n; i++) {
		struct str candidate = str_from(r->list[i]->name);
		if (str_starts(candidate, name))
			buf_print(&fits, "%s--%s", nfits++ ? " " : "", r->list[i]->name);
		if (r->list[i]->help)
			known[nknown++] = candidate;
	}
	buf_char(&fits, '\0');
	if (nfits > 1)
		words_join(&say, fits.p);
	if (nfits > 1) {
		diag_error(r->diags, "'--%.*s' could be %.*s", STR_ARG(name), STR_ARG(buf_view(&say)));
	} else if (!tell_elsewhere(r, name, known, nknown)) {
		struct str near = nearest(r->diags, name, &CANDIDATE_NAMES(known, nknown), 1);
		if (near.n)
			diag_error(r->diags, "no option '--%.*s'; did you mean '--%.*s'?", STR_ARG(name),
				   STR_ARG(near));
		else
			diag_error(r->diags, "no option '--%.*s'", STR_ARG(name));
	}
	free(known);
	buf_release(&fits);
	buf_release(&say);
}

static const struct option_row *row_of(const struct reading *r, int key)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->list[i]->key == key)
			return r->list[i];
	return NULL;
}

/* Our messages for getopt's '?' and ':'. `word` is the one that it failed on. */
static void tell_wrong(struct reading *r, int answer, int key, const char *word)
{
	const struct option_row *row = key ? row_of(r, key) : NULL;

	if (answer == ':' && row)
		diag_error(r->diags, "--%s wants %s after it", row->name, row->value);
	else if (row)
		diag_error(r->diags, "--%s takes no value, but got '%s'", row->name, strchr(word, '=') + 1);
	else if (key > ' ' && key < 0x7F)
		diag_error(r->diags, "no option '-%c'", key);
	else if (key)
		diag_error(r->diags, "no option '-\\x%02x'", (unsigned)key & 0xFF);
	else
		tell_unknown(r, word);
}

/* Prints and flushes; a failure to write is reported. */
static enum option_end print(struct reading *r, struct buf *text)
{
	bool good = fwrite(text->p, 1, text->n, stdout) == text->n && fflush(stdout) == 0;

	if (!good)
		diag_error(r->diags, "standard output: %s", file_why(errno));
	r->use_is_right = !good;
	buf_release(text);
	return good ? OPTIONS_DONE : OPTIONS_WRONG;
}

/* The options that print and stop. RUN: none of these. */
static enum option_end answer(struct reading *r, int key, const char *value)
{
	struct buf text = { 0 };

	if (key == 'h') {
		options_help(&text, r->tool);
	} else if (key == 'V') {
		buf_print(&text, "%s (Leadpipe) %s\nFree software, GPL 3 or later; there is no warranty.\n",
			  r->tool->name, LEADPIPE_VERSION);
	} else if (key == OPTION_COMPLETIONS) {
		int shell = read_word(r->diags, "--completions", value, COMPLETION_SHELLS);
		if (shell < 0)
			return OPTIONS_WRONG;
		completion_write(&text, r->tool, (enum shell)shell);
	} else {
		return OPTIONS_RUN;
	}
	return print(r, &text);
}

/* getopt_long's two tables. The "-" in front returns operands in place, as option 1: no permuting to be
 * switched off by POSIXLY_CORRECT. The ":" after it keeps getopt from printing messages. */
static struct option *getopt_tables(const struct reading *r, struct buf *letters)
{
	struct option *longs = mem_new((r->n + 1) * sizeof *longs);

	buf_str(letters, STR("-:"));
	for (size_t i = 0; i < r->n; i++) {
		const struct option_row *row = r->list[i];
		assert(row_of(r, row->key) == row); /* no key twice */
		longs[i] = (struct option){ row->name, row->value ? required_argument : no_argument, NULL,
					    row->key };
		if (row->key >= 256)
			continue;
		buf_char(letters, (char)row->key);
		if (row->value)
			buf_char(letters, ':');
	}
	buf_char(letters, '\0');
	return longs;
}

/* Does it say what comes out, such as a column, a stage, a condition or an output? All else says how, or from
 * which files, and there the last one counts, for an alias may name a usual one. */
static bool says_what(const struct option_row *row)
{
	return row->to.kind == TARGET_TEXT &&
	       (row->complete == COMPLETE_OUTPUT || row->complete == COMPLETE_COLUMN ||
		row->complete == COMPLETE_STAGE || row->complete == COMPLETE_SOME ||
		str_starts(str_from(row->value), STR("EXPR")) ||
		str_starts(str_from(row->value), STR("LIST")));
}

/* Is it given again, and says something else? Then what it said before would be dropped without a word.
 * Nothing takes it back. */
static bool said_twice(struct reading *r, const struct option_row *row, const void *into, const char *value)
{
	const char *before =
		says_what(row) ? *(const char *const *)((const char *)into + row->to.offset) : NULL;

	if (!before || !*before || !*value || strcmp(before, value) == 0)
		return false;
	if (strstr(row->value, "LIST") || strstr(row->value, ",EXPR"))
		diag_error(r->diags, "--%s is given twice; give one, with a comma: --%s '%s,%s'", row->name,
			   row->name, before, value);
	else
		diag_error(r->diags, "--%s is given twice, '%s' and '%s'; give one", row->name, before,
			   value);
	return true;
}

static enum option_end read_all(struct reading *r, int argc, char **argv, void *own, uint64_t *given,
				const char *letters, const struct option *longs)
{
	int operands = 0, key;

	optind = 0; /* GNU: from the start, whatever was read before */
	while ((key = getopt_long(argc, argv, letters, longs, NULL)) != -1) {
		if (key == 1) {
			argv[++operands] = optarg; /* at or before the word it came from */
			continue;
		}
		if (key == '?' || key == ':') {
			tell_wrong(r, key, optopt, argv[optind - 1]);
			return OPTIONS_WRONG;
		}
		const struct option_row *row = row_of(r, key);
		if (row->complete == COMPLETE_FILE || row->complete == COMPLETE_AGREEMENT)
			file_guard(optarg);
		const char *value = row->value ? optarg : "";
		bool is_own = option_row_named(r->tool->options, row->name) == row;
		enum option_end end = is_own ? OPTIONS_RUN : answer(r, key, value);
		if (end != OPTIONS_RUN)
			return end;
		if (said_twice(r, row, is_own ? own : r->common, value))
			return OPTIONS_WRONG;
		if (is_own)
			*given |= UINT64_C(1) << (row - r->tool->options);
		if (is_own ? !set_target(r, row, own, value) : !set_shared(r, row, value))
			return OPTIONS_WRONG;
	}
	for (; optind < argc; optind++)
		argv[++operands] = argv[optind];
	r->common->files = (const char *const *)argv + 1;
	r->common->nfiles = (size_t)operands;
	return settle(r) ? OPTIONS_RUN : OPTIONS_WRONG;
}

enum option_end options_read(const struct tool *tool, struct common *common, int argc, char **argv, void *own,
			     uint64_t *given, struct diags *diags)
{
	struct reading r = { .tool = tool, .common = common, .diags = diags };
	struct buf letters = { 0 };

	*given = 0;
	*common = (struct common){
		.format = -1, .out_times = -1, .threads = 1, .statements_to = &common->statements
	};
	r.list = options_list(tool, &r.n);
	struct option *longs = getopt_tables(&r, &letters);
	enum option_end end = read_all(&r, argc, argv, own, given, letters.p, longs);
	if (end == OPTIONS_WRONG && !r.use_is_right)
		buf_print(&diags->out, "try '%s --help'\n", tool->name);
	buf_release(&letters);
	free(longs);
	free(r.list);
	return end;
}

void common_release(struct common *common)
{
	buf_release(&common->statements);
	free(common->where);
}
