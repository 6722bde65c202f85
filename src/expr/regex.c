/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * PCRE2, compiled just in time where it can be. Case is ignored and \w and \b
 * know every script; a cell whose bytes are no UTF-8 is matched around the
 * bad ones. A pattern that needs over 100,000 steps on a cell ends the run: it
 * would need them on every row, and no answer is better than a slow guess.
 *
 * Titles, sources and the like are a few short texts again and again, so what
 * a pattern said of one is remembered until another takes its place.
 */
#include "expr/regex.h"

#include <pcre2.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/word.h"

enum { STEPS_MOST = 100000, STACK_MOST = 1 << 20, DEEPEST = 10000 };
enum { SAID_BITS = 8, SAID_LONGEST = 24 };

struct regex {
	pcre2_code *code, *ascii; /* ascii: the same for bytes, NULL if it can't be */
	bool jit, ascii_jit;
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
	pcre2_jit_stack *stack;
	struct said *said; /* 1 << SAID_BITS of each pattern */
};

static void *sure(void *p)
{
	return p ? p
		 : mem_resize_array(NULL, 2, SIZE_MAX); /* too large to allocate, which is reported as such */
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

struct regex *regex_new(struct str pattern, uint32_t number, struct buf *why, size_t *at)
{
	uint32_t bytes = PCRE2_CASELESS | PCRE2_DOTALL | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C;
	uint32_t options = bytes | PCRE2_UTF | PCRE2_UCP | PCRE2_MATCH_INVALID_UTF;
	int error;
	PCRE2_SIZE offset;
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)pattern.p, pattern.n, options, &error, &offset, NULL);

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
	r->jit = pcre2_jit_compile(code, PCRE2_JIT_COMPLETE) == 0;
	if (is_bytewise(pattern))
		r->ascii = pcre2_compile((PCRE2_SPTR)pattern.p, pattern.n, bytes, &error, &offset, NULL);
	r->ascii_jit = r->ascii && pcre2_jit_compile(r->ascii, PCRE2_JIT_COMPLETE) == 0;
	r->pattern = (struct str){ memcpy(r + 1, pattern.p, pattern.n), pattern.n };
	return r;
}

void regex_free(struct regex *r)
{
	pcre2_code_free(r->code);
	pcre2_code_free(r->ascii);
	free(r);
}

struct str regex_pattern(const struct regex *r)
{
	return r->pattern;
}

struct regex_scratch *regex_scratch_new(size_t patterns)
{
	struct regex_scratch *s = mem_new(sizeof *s);

	s->said = mem_new((patterns << SAID_BITS) * sizeof *s->said);
	s->data = sure(pcre2_match_data_create(1, NULL));
	s->context = sure(pcre2_match_context_create(NULL));
	pcre2_set_match_limit(s->context, STEPS_MOST);
	pcre2_set_depth_limit(s->context, DEEPEST);
	s->stack = pcre2_jit_stack_create(32 * 1024, STACK_MOST, NULL); /* NULL without JIT */
	if (s->stack)
		pcre2_jit_stack_assign(s->context, NULL, s->stack);
	return s;
}

void regex_scratch_free(struct regex_scratch *s)
{
	if (!s)
		return;
	pcre2_match_data_free(s->data);
	pcre2_match_context_free(s->context);
	pcre2_jit_stack_free(s->stack);
	free(s->said);
	free(s);
}

static int match(const struct regex *r, struct regex_scratch *s, struct str subject)
{
	bool ascii = r->ascii && str_is_ascii(subject);
	const pcre2_code *code = ascii ? r->ascii : r->code;
	PCRE2_SPTR p = (PCRE2_SPTR)subject.p;
	int n = (ascii ? r->ascii_jit : r->jit)
			? pcre2_jit_match(code, p, subject.n, 0, 0, s->data, s->context)
			: pcre2_match(code, p, subject.n, 0, 0, s->data, s->context);

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

	return &s->said[(size_t)r->number << SAID_BITS | mixed >> (64 - SAID_BITS)];
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
