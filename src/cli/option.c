/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options that all tools share, and how any are read: see option.h. --help is in help.c. */
#include "cli/option.h"

#include <assert.h>
#include <errno.h>
#include <getopt.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/number.h"
#include "cli/completion.h"
#include "cli/option_internal.h"

enum { LONG_ONLY = 256 }; /* from here on getopt's answers are places in the list, below they are letters */

/* Reading one command line. */
struct reading {
	const struct tool *tool;
	struct common *common;
	void *own;
	struct diags *diags;
	const struct option_row **list; /* the tool's own first */
	size_t n;
	bool use_is_right;
};

/* The row that getopt means; NULL: none has that letter. */
static const struct option_row *row_of(const struct reading *r, int key)
{
	if (key >= LONG_ONLY)
		return r->list[key - LONG_ONLY];
	for (size_t i = 0; i < r->n; i++)
		if (key && r->list[i]->letter == key)
			return r->list[i];
	return NULL;
}

/* ---- one option ---- */

void option_other(struct common *common, const char *value, struct other_agreement *other)
{
	other->asked = true;
	common->statements_to = &other->statements;
	if (value[0] == '-' && value[1])
		optind--; /* it is an option of its own */
	else
		other->file = value;
}

static bool read_whole(struct reading *r, const struct option_row *row, const char *value, int64_t *out)
{
	long long low = (long long)row->low, high = (long long)row->high;

	if (number_read_whole(str_from(value), row->low, row->high, out))
		return true;
	if (row->high < INT64_MAX)
		diag_error(r->diags, "--%s wants a whole number from %lld to %lld, not '%s'", row->name, low,
			   high, value);
	else if (row->low)
		diag_error(r->diags, "--%s wants a whole number of at least %lld, not '%s'", row->name, low,
			   value);
	else
		diag_error(r->diags, "--%s wants a whole number, not '%s'", row->name, value);
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

/* -1: it is none of the row's words, which is reported. */
static int read_word(struct reading *r, const struct option_row *row, const char *value)
{
	const char *words = option_words(r->tool, row);
	int i = word_index(value, words);

	if (i < 0) {
		struct buf all = { 0 };
		words_join(&all, words);
		diag_error(r->diags, "--%s wants one of %.*s, not '%s'", row->name, STR_ARG(buf_view(&all)),
			   value);
		buf_release(&all);
	}
	return i;
}

/* A delimiter: one byte, a word or \t. A quote and line ends have a meaning already. 0: wrong, which is
 * reported. */
static char read_delimiter(struct diags *diags, const char *name, const char *value)
{
	static const char of_word[] = "\t,;|";
	int word = strcmp(value, "\\t") == 0 ? 0 : word_index(value, delimiter_words);

	if (word >= 0)
		return of_word[word];
	if (*value && !value[1] && !strchr("\"\r\n", *value))
		return *value;
	diag_error(diags, "%s wants one byte that is no quote, or tab, comma, semicolon or pipe, not '%s'",
		   name, value);
	return 0;
}

static bool read_threads(struct reading *r, const struct option_row *row, const char *value)
{
	int64_t n = 0;
	cpu_set_t cpus;

	if (strcmp(value, "all") == 0 || strcmp(value, "0") == 0)
		n = sched_getaffinity(0, sizeof cpus, &cpus) == 0 ? CPU_COUNT(&cpus) : 1;
	else if (!read_whole(r, row, value, &n))
		return false;
	r->common->threads = n > row->high ? (int)row->high : (int)n;
	return true;
}

/* Prints and flushes; a stdout that can't take it is reported. */
static enum option_end print(struct reading *r, struct buf *text)
{
	bool good = fwrite(text->p, 1, text->n, stdout) == text->n && fflush(stdout) == 0;

	if (!good)
		diag_error(r->diags, "standard output: %s", file_why(errno));
	r->use_is_right = !good;
	buf_release(text);
	return good ? OPTIONS_DONE : OPTIONS_WRONG;
}

/* The options that print and stop. */
static enum option_end answer(struct reading *r, const struct option_row *row, const char *value)
{
	struct buf text = { 0 };
	int shell;

	if (row->kind == OPTION_HELP)
		options_help(&text, r->tool);
	else if (row->kind == OPTION_VERSION)
		buf_print(&text, "%s (Leadpipe) %s\nFree software, GPL 3 or later; there is no warranty.\n",
			  r->tool->name, LEADPIPE_VERSION);
	else if ((shell = read_word(r, row, value)) < 0)
		return OPTIONS_WRONG;
	else
		completion_write(&text, r->tool, (enum shell)shell);
	return print(r, &text);
}

static bool row_is_own(const struct reading *r, const struct option_row *row)
{
	return option_row_named(r->tool->options, row->name) == row;
}

/* Puts the value where the row says. */
static enum option_end take(struct reading *r, const struct option_row *row, const char *value)
{
	bool own = row_is_own(r, row), good = true;
	void *base = own ? r->own : r->common, *into = (char *)base + row->into;
	struct common *c = r->common;

	if (own)
		c->given |= OPTION(row - r->tool->options);
	if (row->value && !*value && !own) {
		diag_error(r->diags, "--%s wants %s, and got nothing", row->name, row->value);
		return OPTIONS_WRONG;
	}
	switch (row->kind) {
	case OPTION_SEEN:
		break;
	case OPTION_FLAG:
		*(bool *)into = true;
		break;
	case OPTION_TEXT:
		*(const char **)into = value;
		good = !row->words || read_word(r, row, value) >= 0;
		break;
	case OPTION_WHOLE:
		good = read_whole(r, row, value, into);
		break;
	case OPTION_WORD:
		good = (*(int *)into = read_word(r, row, value)) >= 0;
		break;
	case OPTION_OTHER:
		option_other(c, value, into);
		break;
	case OPTION_CALL:
		good = row->call(base, c, value, r->diags);
		break;
	case OPTION_DELIMITER:
		good = (c->delimiter = read_delimiter(r->diags, "--delimiter", value));
		break;
	case OPTION_STATEMENT:
		buf_print(c->statements_to, "%s\n", value);
		break;
	case OPTION_THREADS:
		good = read_threads(r, row, value);
		break;
	case OPTION_HELP:
	case OPTION_VERSION:
	case OPTION_COMPLETIONS:
		return answer(r, row, value);
	}
	return good ? OPTIONS_RUN : OPTIONS_WRONG;
}

/* ---- what follows from all of them ---- */

static const char *setting(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

static bool named_tab(struct str path)
{
	return str_ends(path, STR(".tsv")) || str_ends(path, STR(".tab"));
}

/* LEADPIPE_DELIMITER is weaker than the name of the file. */
static bool settle_delimiter(struct reading *r)
{
	struct common *c = r->common;
	const char *usual = setting("LEADPIPE_DELIMITER");

	if ((c->tab || c->raw_tsv) && c->delimiter && c->delimiter != '\t') {
		diag_error(r->diags, "%s and --delimiter '%c' are two delimiters; give one",
			   c->tab ? "--tab" : "--raw-tsv", c->delimiter);
		return false;
	}
	if (c->tab || c->raw_tsv)
		c->delimiter = '\t';
	else if (!c->delimiter && usual && !(c->nfiles && named_tab(str_from(c->files[0]))) &&
		 !(c->delimiter = read_delimiter(r->diags, "LEADPIPE_DELIMITER", usual)))
		return false;
	c->tab = c->delimiter == '\t';
	return true;
}

/* Defaults out of the environment, and options that don't go together. */
static bool settle(struct reading *r)
{
	struct common *c = r->common;

	if (!c->agreement)
		c->agreement = setting("LEADPIPE_AGREEMENT");
	c->now_from = c->now ? "--now" : "LEADPIPE_NOW";
	if (!c->now)
		c->now = setting("LEADPIPE_NOW");
	if (c->rejects && c->ragged != word_index("skip", ragged_words)) {
		diag_error(r->diags, "--rejects keeps what --ragged skip leaves out; give both");
		return false;
	}
	if (c->rejects && c->output && strcmp(c->rejects, c->output) == 0) {
		diag_error(r->diags, "--rejects and --output name the same file: '%s'", c->output);
		return false;
	}
	return settle_delimiter(r);
}

/* What getopt could not place: nothing, or too much, begins like it. */
static void report_unknown(struct reading *r, const char *word)
{
	struct str name = { word + 2, strcspn(word + 2, "=") };
	struct str *known = mem_new(r->n * sizeof *known), near;
	struct buf fits = { 0 }, say = { 0 };
	size_t nfits = 0, nknown = 0;

	for (size_t i = 0; i < r->n; i++) {
		struct str candidate = str_from(r->list[i]->name);
		if (str_starts(candidate, name))
			buf_print(&fits, "%s--%s", nfits++ ? " " : "", r->list[i]->name);
		if (r->list[i]->help)
			known[nknown++] = candidate;
	}
	near = nearest(name, &CANDIDATE_NAMES(known, nknown), 1);
	buf_char(&fits, '\0');
	if (nfits > 1)
		words_join(&say, fits.p);
	if (nfits > 1)
		diag_error(r->diags, "'--%.*s' could be %.*s", STR_ARG(name), STR_ARG(buf_view(&say)));
	else if (near.n)
		diag_error(r->diags, "no option '--%.*s'; did you mean '--%.*s'?", STR_ARG(name),
			   STR_ARG(near));
	else
		diag_error(r->diags, "no option '--%.*s'", STR_ARG(name));
	free(known);
	buf_release(&fits);
	buf_release(&say);
}

/* getopt's '?' and ':' in our words. `word` is the one it stumbled over. */
static void report_wrong(struct reading *r, int answer, int key, const char *word)
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
		report_unknown(r, word);
}

/* getopt_long's two tables. The "-" in front returns operands in place, as option 1: no permuting to be
 * switched off by POSIXLY_CORRECT. The ":" after it keeps getopt from talking. */
static struct option *getopt_tables(const struct reading *r, struct buf *letters)
{
	struct option *longs = mem_new((r->n + 1) * sizeof *longs);

	buf_str(letters, STR("-:"));
	for (size_t i = 0; i < r->n; i++) {
		const struct option_row *row = r->list[i];
		assert(!row->letter || row_of(r, row->letter) == row); /* no letter twice */
		longs[i] = (struct option){ row->name, row->value ? required_argument : no_argument, NULL,
					    row->letter ? row->letter : LONG_ONLY + (int)i };
		if (row->letter)
			buf_print(letters, "%c%s", row->letter, row->value ? ":" : "");
	}
	buf_char(letters, '\0');
	return longs;
}

static enum option_end read_all(struct reading *r, int argc, char **argv, const char *letters,
				const struct option *longs)
{
	int operands = 0, key;

	optind = 0; /* GNU: from the start, whatever was read before */
	while ((key = getopt_long(argc, argv, letters, longs, NULL)) != -1) {
		if (key == 1) {
			argv[++operands] = optarg; /* at or before the word it came from */
			continue;
		}
		if (key == '?' || key == ':') {
			report_wrong(r, key, optopt, argv[optind - 1]);
			return OPTIONS_WRONG;
		}
		enum option_end end = take(r, row_of(r, key), optarg);
		if (end != OPTIONS_RUN)
			return end;
	}
	for (; optind < argc; optind++)
		argv[++operands] = argv[optind];
	r->common->files = (const char *const *)argv + 1;
	r->common->nfiles = (size_t)operands;
	return settle(r) ? OPTIONS_RUN : OPTIONS_WRONG;
}

enum option_end options_read(const struct tool *tool, struct common *common, int argc, char **argv, void *own,
			     struct diags *diags)
{
	struct reading r = { .tool = tool, .common = common, .own = own, .diags = diags };
	struct buf letters = { 0 };

	*common = (struct common){ .format = -1, .threads = 1, .statements_to = &common->statements };
	r.list = options_list(tool, &r.n);
	struct option *longs = getopt_tables(&r, &letters);
	enum option_end end = read_all(&r, argc, argv, letters.p, longs);
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
}
