/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * PCRE2. Case is ignored and \w and \b
 * know every script; a cell whose bytes are no UTF-8 is matched around the
 * bad ones. A pattern that needs over 100,000 steps on a cell ends the run: it
 * would need them on every row, and no answer is better than a slow guess.
 *
 * To compile a pattern just in time takes as long as some hundred matches without, and a small file asks less
 * than that. So the first thread that has asked ASKED_OFTEN times, or meets a cell that needs more steps than
 * it may, which are counted more generously then, makes that for all.
 *
 * Titles, sources and the like are a few short texts again and again, so what
 * a pattern said of one is remembered until another takes its place.
 */
#include "expr/regex.h"

#include <pcre2.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/word.h"

enum { STEPS_MOST = 100000, STACK_MOST = 1 << 20, DEEPEST = 10000 };
enum { SAID_BITS = 8, SAID_LONGEST = 24, ASKED_OFTEN = 300 };

/* A pattern for who asks often: all but the lock once it is `made`. */
struct fast {
	pthread_mutex_t making;
	atomic_bool made;
	pcre2_code *code, *ascii; /* ascii: the same for bytes, NULL if it can't be */
	bool jit, ascii_jit;
};

struct regex {
	pcre2_code *code; /* as it was compiled; other threads may be matching by it */
	struct fast *fast;
	uint32_t number; /* among the scratch's `said` */
	struct str pattern;
};

/* A text of up to SAID_LONGEST bytes, and whether it matched. The words are its first, its last and its
 * middle bytes, which with the length are all of it. */
struct said {
	uint64_t first, last, middle;
	uint32_t n; /* and 1; 0: none yet */
	bool matched;
};

struct regex_scratch {
	pcre2_match_data *data;
	pcre2_match_context *context;
	pcre2_jit_stack *stack; /* NULL until it is needed, or without JIT */
	size_t patterns;
	struct said **said; /* 1 << SAID_BITS of each pattern; NULL: it wasn't asked yet */
	uint32_t *asked;    /* how often each pattern had to match */
};

static void *sure(void *p)
{
	if (!p)
		mem_fail();
	return p;
}

/* May it be compiled for bytes, too? Then texts that are ASCII, which is most, need no Unicode tables. */
static bool is_bytewise(struct str pattern)
{
	static const char *const unicode[] = { "\\x{", "\\o{", "\\p", "\\P", "\\X", "\\N", "(*" };

	if (!str_is_ascii(pattern))
		return false;
	for (size_t i = 0; i < sizeof unicode / sizeof *unicode; i++)
		if (memmem(pattern.p, pattern.n, unicode[i], strlen(unicode[i])))
			return false;
	return true;
}

enum {
	BYTES = PCRE2_CASELESS | PCRE2_DOTALL | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C,
	UNICODE = BYTES | PCRE2_UTF | PCRE2_UCP | PCRE2_MATCH_INVALID_UTF
};

struct regex *regex_new(struct str pattern, uint32_t number, struct buf *why, size_t *at)
{
	int error;
	PCRE2_SIZE offset;
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)pattern.p, pattern.n, UNICODE, &error, &offset, NULL);

	if (!code && error == PCRE2_ERROR_HEAP_FAILED)
		mem_fail();
	if (!code) {
		PCRE2_UCHAR words[256];
		pcre2_get_error_message(error, words, sizeof words);
		buf_str(why, str_from((const char *)words));
		*at = offset < pattern.n ? offset : pattern.n;
		return NULL;
	}
	struct regex *r = mem_new(sizeof *r + pattern.n);
	r->code = code;
	r->number = number;
	r->fast = mem_new(sizeof *r->fast);
	pthread_mutex_init(&r->fast->making, NULL);
	r->pattern = (struct str){ memcpy(r + 1, pattern.p, pattern.n), pattern.n };
	return r;
}

static void make_fast(const struct regex *r, struct fast *f)
{
	int error;
	PCRE2_SIZE offset;

	f->code = sure(pcre2_code_copy(r->code));
	f->jit = pcre2_jit_compile(f->code, PCRE2_JIT_COMPLETE) == 0;
	if (is_bytewise(r->pattern))
		f->ascii =
			pcre2_compile((PCRE2_SPTR)r->pattern.p, r->pattern.n, BYTES, &error, &offset, NULL);
	f->ascii_jit = f->ascii && pcre2_jit_compile(f->ascii, PCRE2_JIT_COMPLETE) == 0;
	atomic_store_explicit(&f->made, true, memory_order_release);
}

/* Made by the first thread that asks. */
static const struct fast *fast(const struct regex *r)
{
	struct fast *f = r->fast;

	pthread_mutex_lock(&f->making);
	if (!atomic_load_explicit(&f->made, memory_order_relaxed))
		make_fast(r, f);
	pthread_mutex_unlock(&f->making);
	return f;
}

void regex_free(struct regex *r)
{
	pcre2_code_free(r->fast->code);
	pcre2_code_free(r->fast->ascii);
	pthread_mutex_destroy(&r->fast->making);
	free(r->fast);
	pcre2_code_free(r->code);
	free(r);
}

struct str regex_pattern(const struct regex *r)
{
	return r->pattern;
}

struct regex_scratch *regex_scratch_new(size_t patterns)
{
	struct regex_scratch *s = mem_new(sizeof *s);

	s->patterns = patterns;
	s->said = mem_new(patterns * sizeof *s->said);
	s->asked = mem_new(patterns * sizeof *s->asked);
	s->data = sure(pcre2_match_data_create(1, NULL));
	s->context = sure(pcre2_match_context_create(NULL));
	pcre2_set_match_limit(s->context, STEPS_MOST);
	pcre2_set_depth_limit(s->context, DEEPEST);
	return s;
}

void regex_scratch_free(struct regex_scratch *s)
{
	if (!s)
		return;
	pcre2_match_data_free(s->data);
	pcre2_match_context_free(s->context);
	pcre2_jit_stack_free(s->stack);
	for (size_t i = 0; i < s->patterns; i++)
		free(s->said[i]);
	free(s->said);
	free(s->asked);
	free(s);
}

static int match_fast(const struct fast *f, struct regex_scratch *s, struct str subject)
{
	bool ascii = f->ascii && str_is_ascii(subject), jit = ascii ? f->ascii_jit : f->jit;
	const pcre2_code *code = ascii ? f->ascii : f->code;
	PCRE2_SPTR p = (PCRE2_SPTR)subject.p;

	if (!jit)
		return pcre2_match(code, p, subject.n, 0, 0, s->data, s->context);
	if (!s->stack) {
		s->stack = pcre2_jit_stack_create(32 * 1024, STACK_MOST, NULL);
		pcre2_jit_stack_assign(s->context, NULL, s->stack);
	}
	return pcre2_jit_match(code, p, subject.n, 0, 0, s->data, s->context);
}

static int match(const struct regex *r, struct regex_scratch *s, struct str subject)
{
	bool made = atomic_load_explicit(&r->fast->made, memory_order_acquire);
	int n = PCRE2_ERROR_MATCHLIMIT;

	if (!made && s->asked[r->number]++ < ASKED_OFTEN)
		n = pcre2_match(r->code, (PCRE2_SPTR)subject.p, subject.n, 0, 0, s->data, s->context);
	if (n < 0 && n != PCRE2_ERROR_NOMATCH)
		n = match_fast(made ? r->fast : fast(r), s, subject);
	return n >= 0 ? 1 : n == PCRE2_ERROR_NOMATCH ? 0 : n;
}

static inline struct said words_of(struct str s)
{
	struct said x = { .n = (uint32_t)s.n + 1 };

	if (s.n >= 8) {
		x.first = word_load(s.p);
		x.last = word_load(s.p + s.n - 8);
		x.middle = s.n > 16 ? word_load(s.p + 8) : 0;
	} else {
		for (size_t i = 0; i < s.n; i++)
			x.first |= (uint64_t)(unsigned char)s.p[i] << 8 * i;
	}
	return x;
}

/* Where what the pattern said of the text is, or would be. */
static inline struct said *place_of(const struct regex *r, struct regex_scratch *s, const struct said *x)
{
	uint64_t mixed = (x->first ^ x->last * 31 ^ x->middle * 961 ^ x->n) * UINT64_C(0x9E3779B97F4A7C15);
	struct said **all = &s->said[r->number];

	if (!*all)
		*all = mem_new(sizeof **all << SAID_BITS);
	return &(*all)[mixed >> (64 - SAID_BITS)];
}

int regex_match(const struct regex *r, struct regex_scratch *s, struct str subject)
{
	if (subject.n > SAID_LONGEST)
		return match(r, s, subject);
	struct said x = words_of(subject), *known = place_of(r, s, &x);
	if (known->n == x.n && known->first == x.first && known->last == x.last && known->middle == x.middle)
		return known->matched;
	int found = match(r, s, subject);
	if (found >= 0) {
		x.matched = found;
		*known = x;
	}
	return found;
}
