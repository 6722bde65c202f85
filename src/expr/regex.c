/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * PCRE2, loaded at the first pattern. Case is ignored and \w and \b
 * know every script; a cell whose bytes are no UTF-8 is matched around the
 * bad ones. A pattern that needs over 100,000 steps on a cell ends the run: it
 * would need them on every row, and no answer is better than a slow guess.
 *
 * A pattern that is known to be right is compiled when it is first asked, as a column that it is for may not
 * be there.
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

#include "base/library.h"
#include "base/mem.h"
#include "base/word.h"

#define PCRE2_FUNCTIONS(X)            \
	X(pcre2_compile)              \
	X(pcre2_get_error_message)    \
	X(pcre2_code_copy)            \
	X(pcre2_code_free)            \
	X(pcre2_jit_compile)          \
	X(pcre2_jit_match)            \
	X(pcre2_jit_stack_create)     \
	X(pcre2_jit_stack_assign)     \
	X(pcre2_jit_stack_free)       \
	X(pcre2_match)                \
	X(pcre2_match_data_create)    \
	X(pcre2_match_data_free)      \
	X(pcre2_match_context_create) \
	X(pcre2_match_context_free) X(pcre2_set_match_limit) X(pcre2_set_depth_limit)

static struct pcre2 {
	PCRE2_FUNCTIONS(LIBRARY_MEMBER)
} pcre2;

static void load_pcre2(void)
{
	LIBRARY_LOAD(pcre2, PCRE2_FUNCTIONS, .file = "libpcre2-8.so.0", .need = "a pattern is asked for",
		     .knows = "which matches texts", .package = "libpcre2-8-0");
}

enum { STEPS_MOST = 100000, STACK_MOST = 1 << 20, DEEPEST = 10000 };
enum { SAID_BITS = 8, SAID_LONGEST = 24, ASKED_OFTEN = 300 };

/* What threads have made of a pattern. For who asks often: all but the lock and `plain`, once it is `fast`.
 */
struct made {
	pthread_mutex_t making;
	_Atomic(pcre2_code *) plain; /* as it was compiled, which others may be matching by; NULL: not yet */
	atomic_bool fast;
	pcre2_code *code, *ascii; /* ascii: the same for bytes, NULL if it can't be */
	bool jit, ascii_jit;
};

struct regex {
	struct made *made;
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
	pcre2_match_data *data; /* this and the next NULL until a pattern is matched */
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

static pcre2_code *compile(struct str pattern, uint32_t options, int *error, PCRE2_SIZE *offset)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, load_pcre2);
	return pcre2.pcre2_compile((PCRE2_SPTR)pattern.p, pattern.n, options, error, offset, NULL);
}

struct regex *regex_known(struct str pattern, uint32_t number)
{
	struct regex *r = mem_new(sizeof *r + pattern.n);

	r->number = number;
	r->made = mem_new(sizeof *r->made);
	pthread_mutex_init(&r->made->making, NULL);
	r->pattern = (struct str){ memcpy(r + 1, pattern.p, pattern.n), pattern.n };
	return r;
}

struct regex *regex_new(struct str pattern, uint32_t number, struct buf *why, size_t *at)
{
	int error;
	PCRE2_SIZE offset;
	pcre2_code *code = compile(pattern, UNICODE, &error, &offset);

	if (!code && error == PCRE2_ERROR_HEAP_FAILED)
		mem_fail();
	if (!code) {
		PCRE2_UCHAR words[256];
		pcre2.pcre2_get_error_message(error, words, sizeof words);
		buf_str(why, str_from((const char *)words));
		*at = offset < pattern.n ? offset : pattern.n;
		return NULL;
	}
	struct regex *r = regex_known(pattern, number);
	r->made->plain = code;
	return r;
}

/* As it is compiled by the first thread that asks. */
static const pcre2_code *plain(const struct regex *r)
{
	struct made *m = r->made;
	pcre2_code *code = atomic_load_explicit(&m->plain, memory_order_acquire);
	int error;
	PCRE2_SIZE offset;

	if (code)
		return code;
	pthread_mutex_lock(&m->making);
	code = atomic_load_explicit(&m->plain, memory_order_relaxed);
	if (!code)
		code = sure(compile(r->pattern, UNICODE, &error, &offset));
	atomic_store_explicit(&m->plain, code, memory_order_release);
	pthread_mutex_unlock(&m->making);
	return code;
}

static void make_fast(const struct regex *r, const pcre2_code *code)
{
	struct made *m = r->made;
	int error;
	PCRE2_SIZE offset;

	m->code = sure(pcre2.pcre2_code_copy(code));
	m->jit = pcre2.pcre2_jit_compile(m->code, PCRE2_JIT_COMPLETE) == 0;
	if (is_bytewise(r->pattern))
		m->ascii = compile(r->pattern, BYTES, &error, &offset);
	m->ascii_jit = m->ascii && pcre2.pcre2_jit_compile(m->ascii, PCRE2_JIT_COMPLETE) == 0;
	atomic_store_explicit(&m->fast, true, memory_order_release);
}

/* Made by the first thread that asks. */
static const struct made *fast(const struct regex *r)
{
	const pcre2_code *code = plain(r);
	struct made *m = r->made;

	pthread_mutex_lock(&m->making);
	if (!atomic_load_explicit(&m->fast, memory_order_relaxed))
		make_fast(r, code);
	pthread_mutex_unlock(&m->making);
	return m;
}

void regex_free(struct regex *r)
{
	struct made *m = r->made;

	if (m->plain) {
		pcre2.pcre2_code_free(m->plain);
		pcre2.pcre2_code_free(m->code);
		pcre2.pcre2_code_free(m->ascii);
	}
	pthread_mutex_destroy(&m->making);
	free(m);
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
	return s;
}

static void begin(struct regex_scratch *s)
{
	s->data = sure(pcre2.pcre2_match_data_create(1, NULL));
	s->context = sure(pcre2.pcre2_match_context_create(NULL));
	pcre2.pcre2_set_match_limit(s->context, STEPS_MOST);
	pcre2.pcre2_set_depth_limit(s->context, DEEPEST);
}

void regex_scratch_free(struct regex_scratch *s)
{
	if (!s)
		return;
	if (s->data) {
		pcre2.pcre2_match_data_free(s->data);
		pcre2.pcre2_match_context_free(s->context);
		pcre2.pcre2_jit_stack_free(s->stack);
	}
	for (size_t i = 0; i < s->patterns; i++)
		free(s->said[i]);
	free(s->said);
	free(s->asked);
	free(s);
}

static int match_fast(const struct made *m, struct regex_scratch *s, struct str subject)
{
	bool ascii = m->ascii && str_is_ascii(subject), jit = ascii ? m->ascii_jit : m->jit;
	const pcre2_code *code = ascii ? m->ascii : m->code;
	PCRE2_SPTR p = (PCRE2_SPTR)subject.p;

	if (!jit)
		return pcre2.pcre2_match(code, p, subject.n, 0, 0, s->data, s->context);
	if (!s->stack) {
		s->stack = pcre2.pcre2_jit_stack_create(32 * 1024, STACK_MOST, NULL);
		pcre2.pcre2_jit_stack_assign(s->context, NULL, s->stack);
	}
	return pcre2.pcre2_jit_match(code, p, subject.n, 0, 0, s->data, s->context);
}

static int match(const struct regex *r, struct regex_scratch *s, struct str subject)
{
	const pcre2_code *code = plain(r); /* which has PCRE2 loaded */
	bool often = atomic_load_explicit(&r->made->fast, memory_order_acquire);
	int n = PCRE2_ERROR_MATCHLIMIT;

	if (!s->data)
		begin(s);
	if (!often && s->asked[r->number]++ < ASKED_OFTEN)
		n = pcre2.pcre2_match(code, (PCRE2_SPTR)subject.p, subject.n, 0, 0, s->data, s->context);
	if (n < 0 && n != PCRE2_ERROR_NOMATCH)
		n = match_fast(often ? r->made : fast(r), s, subject);
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
