/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sixty-four bytes at a time: three bit masks (quotes, delimiters, newlines),
 * one bit a byte. XORing the quotes' mask with itself shifted by 1, 2, 4 …
 * gives the bytes inside quotes; delimiters and newlines outside them are the
 * marks. One body for all instruction sets, over a `masks` function each.
 *
 * Parity alone would be wrong from the first 5" pipe on to the end of the file. So every opening quote is
 * checked to stand where a cell begins, and every closing one where a cell ends. Everything before a
 * violation is right; its row is read again byte by byte (a bare quote is data; text after a closing quote is
 * a fault), and after that row the fast path resumes.
 */
#include "table/scan.h"

#if defined __x86_64__
#include <immintrin.h>
#elif defined __aarch64__
#include <arm_neon.h>
#endif

#include "base/cpu.h"
#include "base/mem.h"

struct masks {
	uint64_t quote, delimiter, newline;
};

typedef struct masks masks_fn(const char *p, char delimiter);

#define INLINE static inline __attribute__((always_inline))

enum { WIDE = 16 }; /* so many places are in one register of AVX-512 */

/* ---- masks, one function an instruction set ---- */

/* Bit i: byte i of x is 0. Exact: no carry runs from one byte into the next. */
INLINE uint64_t zero_bytes(uint64_t x)
{
	const uint64_t low7 = 0x7F7F7F7F7F7F7F7F;
	uint64_t zeros = ~(((x & low7) + low7) | x | low7);

	return (zeros >> 7) * 0x0102040810204080 >> 56;
}

INLINE struct masks masks_scalar(const char *p, char delimiter)
{
	const uint64_t every = 0x0101010101010101, d = every * (unsigned char)delimiter;
	struct masks m = { 0 };

	for (int i = 0; i < 8; i++) {
		uint64_t x = 0;
		for (int k = 7; k >= 0; k--) /* compilers make one load of it */
			x = x << 8 | (unsigned char)p[i * 8 + k];
		m.quote |= zero_bytes(x ^ every * '"') << (8 * i);
		m.delimiter |= zero_bytes(x ^ d) << (8 * i);
		m.newline |= zero_bytes(x ^ every * '\n') << (8 * i);
	}
	return m;
}

/* The place of the lowest bit; of no bits, anything. If the compiler knew what that is, it would end the loop
 * in put_marks there, which no processor can foresee. */
typedef uint32_t lowest_fn(uint64_t bits);

/* Keeps the marks of a block at `at`, of which newlines end rows. */
typedef void take_fn(struct marks *m, const char *buf, uint64_t marks, uint64_t newlines, size_t at);

INLINE uint32_t lowest_bit(uint64_t bits)
{
	return (uint32_t)__builtin_ctzll(bits | UINT64_C(1) << 63);
}

#if defined __x86_64__
INLINE uint64_t equal_sse2(const __m128i v[4], char c)
{
	__m128i x = _mm_set1_epi8(c);
	uint64_t m = 0;

	for (int i = 0; i < 4; i++)
		m |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v[i], x)) << (16 * i);
	return m;
}

INLINE struct masks masks_sse2(const char *p, char delimiter)
{
	__m128i v[4];

	for (int i = 0; i < 4; i++)
		v[i] = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
	return (struct masks){ equal_sse2(v, '"'), equal_sse2(v, delimiter), equal_sse2(v, '\n') };
}

/* Tuned for a processor that counts zeros without waiting for what the register held before. */
#define AVX2 __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt,tune=znver2")))

INLINE AVX2 uint64_t equal_avx2(__m256i a, __m256i b, char c)
{
	__m256i x = _mm256_set1_epi8(c);
	uint32_t low = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(a, x));
	uint32_t high = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(b, x));

	return (uint64_t)high << 32 | low;
}

INLINE AVX2 struct masks masks_avx2(const char *p, char delimiter)
{
	__m256i a = _mm256_loadu_si256((const __m256i *)(const void *)p);
	__m256i b = _mm256_loadu_si256((const __m256i *)(const void *)(p + 32));

	return (struct masks){ equal_avx2(a, b, '"'), equal_avx2(a, b, delimiter), equal_avx2(a, b, '\n') };
}

INLINE AVX2 uint32_t lowest_avx2(uint64_t bits)
{
	return (uint32_t)_tzcnt_u64(bits);
}

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vbmi2,avx2,bmi,bmi2,lzcnt,popcnt,tune=znver2")))

INLINE AVX512 uint64_t equal_avx512(const char *p, char c)
{
	return _mm512_cmpeq_epi8_mask(_mm512_loadu_si512(p), _mm512_set1_epi8(c));
}

INLINE AVX512 struct masks masks_avx512(const char *p, char delimiter)
{
	return (struct masks){ equal_avx512(p, '"'), equal_avx512(p, delimiter), equal_avx512(p, '\n') };
}
#elif defined __aarch64__
INLINE uint64_t equal_neon(const uint8x16_t v[4], char c)
{
	const uint8x16_t bit = { 1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128 };
	uint8x16_t x = vdupq_n_u8((uint8_t)c), m[4];

	for (int i = 0; i < 4; i++)
		m[i] = vandq_u8(vceqq_u8(v[i], x), bit);
	uint8x16_t sum = vpaddq_u8(vpaddq_u8(m[0], m[1]), vpaddq_u8(m[2], m[3]));
	return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sum, sum)), 0);
}

INLINE struct masks masks_neon(const char *p, char delimiter)
{
	uint8x16_t v[4];

	for (int i = 0; i < 4; i++)
		v[i] = vld1q_u8((const uint8_t *)p + 16 * i);
	return (struct masks){ equal_neon(v, '"'), equal_neon(v, delimiter), equal_neon(v, '\n') };
}
#endif

/* ---- marks ---- */

static void reserve(struct batch *b, size_t bytes)
{
	struct marks *m = &b->marks;
	size_t sep = m->nsep + bytes + 72, row = m->nrow + bytes + 3;

	if (m->sep_cap < sep)
		m->sep = mem_resize_array(m->sep, mem_grown(&m->sep_cap, sep), sizeof *m->sep);
	if (m->row_cap < row) {
		mem_grown(&m->row_cap, row);
		m->row = mem_resize_array(m->row, m->row_cap, sizeof *m->row);
		m->start = mem_resize_array(m->start, m->row_cap, sizeof *m->start);
	}
}

/* Row `nrow` ends at the CR of mark number `index`, and before it others may stand. */
static __attribute__((noinline, cold)) void more_crs(struct marks *m, const char *buf, size_t index)
{
	size_t end = m->sep[index];

	while (end > m->start[m->nrow] && buf[end - 1] == '\r')
		end--;
	m->crs |= end < m->sep[index];
	m->sep[index] = (uint32_t)end;
}

/* Row `nrow` ends at the newline at `at`, which is mark number `index`. */
INLINE void end_row(struct marks *m, const char *buf, size_t index, size_t at)
{
	bool crlf = at > m->start[m->nrow] && buf[at - 1] == '\r';

	m->sep[index] = (uint32_t)(at - crlf);
	if (__builtin_expect(crlf && at > 1 && buf[at - 2] == '\r', 0))
		more_crs(m, buf, index);
	m->row[++m->nrow] = (uint32_t)index + 1;
	m->start[m->nrow] = (uint32_t)at + 1;
}

/* The places of the bits in `bits`. Eight at a time without asking: the next block overwrites what is too
 * much. */
INLINE void put_marks(uint32_t *sep, uint64_t bits, size_t at, lowest_fn *lowest)
{
	do {
		for (int k = 0; k < 8; k++) {
			*sep++ = (uint32_t)at + lowest(bits);
			bits &= bits - 1;
		}
	} while (bits);
}

INLINE void take_each(struct marks *m, const char *buf, uint64_t marks, uint64_t newlines, size_t at,
		      lowest_fn *lowest)
{
	size_t first = m->nsep, count = (size_t)__builtin_popcountll(marks);

	put_marks(m->sep + first, marks, at, lowest);
	m->nsep = first + count;
	for (; newlines; newlines &= newlines - 1) {
		uint64_t below = (newlines & -newlines) - 1;
		end_row(m, buf, first + (size_t)__builtin_popcountll(marks & below),
			at + (size_t)__builtin_ctzll(newlines));
	}
}

INLINE void take_lowest(struct marks *m, const char *buf, uint64_t marks, uint64_t newlines, size_t at)
{
	take_each(m, buf, marks, newlines, at, lowest_bit);
}

#if defined __x86_64__
INLINE AVX2 void take_avx2(struct marks *m, const char *buf, uint64_t marks, uint64_t newlines, size_t at)
{
	take_each(m, buf, marks, newlines, at, lowest_avx2);
}

/* The places of the bits in `bits`, and `more` added to each. */
INLINE AVX512 void put_places(uint32_t *to, uint64_t bits, size_t more)
{
	const __m512i all = _mm512_set_epi8(63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48,
					    47, 46, 45, 44, 43, 42, 41, 40, 39, 38, 37, 36, 35, 34, 33, 32,
					    31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16,
					    15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
	__m512i places = _mm512_maskz_compress_epi8(bits, all);

	for (size_t n = (size_t)__builtin_popcountll(bits);; n -= WIDE, to += WIDE) {
		__m512i some = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(places));
		_mm512_storeu_si512(to, _mm512_add_epi32(some, _mm512_set1_epi32((int)more)));
		if (n <= WIDE)
			break;
		places = _mm512_shuffle_i64x2(places, places, 0x39); /* the next sixteen */
	}
}

/* One row is ended without asking whether any is, which no processor can foresee. Where a CR may stand before
 * a newline, each is looked at. */
INLINE AVX512 void take_avx512(struct marks *m, const char *buf, uint64_t marks, uint64_t newlines, size_t at)
{
	if (__builtin_expect((newlines & (equal_avx512(buf + at, '\r') << 1 | 1)) != 0, 0)) {
		take_avx2(m, buf, marks, newlines, at);
		return;
	}
	const size_t first = m->nsep;
	uint32_t *row = m->row + m->nrow, *start = m->start + m->nrow;
	m->nsep += (size_t)__builtin_popcountll(marks);
	m->nrow += (size_t)__builtin_popcountll(newlines);
	put_places(m->sep + first, marks, at);
	do {
		uint64_t up_to = _blsmsk_u64(newlines);
		*++row = (uint32_t)first + (uint32_t)__builtin_popcountll(marks & up_to);
		*++start = (uint32_t)at + (uint32_t)_tzcnt_u64(newlines) + 1;
		newlines &= newlines - 1;
	} while (newlines);
}
#endif

/* ---- the slow way: one row, byte by byte ---- */

static void fast_again(struct scan *s)
{
	s->slow = SLOW_NOT;
	s->in_quote = s->after_close = 0;
	s->may_open = 1;
	s->after_cr = false;
}

static void slow_begin(struct scan *s, struct batch *b)
{
	struct marks *m = &b->marks;

	m->nsep = m->row[m->nrow];
	s->at = m->start[m->nrow];
	fast_again(s); /* what was believed of the quotes is void */
	s->slow = SLOW_START;
	s->inner_newline = true; /* it may be; lines are then counted */
	b->bare = true;
}

static enum scan_slow slow_step(enum scan_slow state, char c)
{
	switch (state) {
	case SLOW_START:
		return c == '"' ? SLOW_QUOTED : SLOW_PLAIN;
	case SLOW_QUOTED:
		return c == '"' ? SLOW_CLOSED : SLOW_QUOTED;
	case SLOW_CLOSED:
		return c == '"' ? SLOW_QUOTED : c == '\r' ? SLOW_CLOSED_CR : SLOW_NOT;
	case SLOW_PLAIN:
		return SLOW_PLAIN;
	case SLOW_CLOSED_CR:
		return c == '\r' ? SLOW_CLOSED_CR : SLOW_NOT;
	case SLOW_NOT:
		break;
	}
	return SLOW_NOT; /* text after a closing quote */
}

static void slow_row(struct scan *s, struct batch *b, size_t to)
{
	struct marks *m = &b->marks;
	enum scan_slow state = s->slow;
	size_t at = s->at;

	for (; at < to; at++) {
		char c = b->buf[at];
		if (state != SLOW_QUOTED && c == '\n') {
			end_row(m, b->buf, m->nsep++, at);
			s->at = at + 1;
			fast_again(s);
			return;
		}
		if (state != SLOW_QUOTED && state != SLOW_CLOSED_CR && c == b->dialect.delimiter) {
			m->sep[m->nsep++] = (uint32_t)at;
			state = SLOW_START;
			continue;
		}
		enum scan_slow before = state;
		state = slow_step(state, c);
		if (state == SLOW_NOT) {
			s->fault = SCAN_TEXT_AFTER_QUOTE;
			s->fault_at = before == SLOW_CLOSED_CR ? at - 1 : at; /* a lone CR is text */
			return;
		}
	}
	s->slow = state;
	s->at = at;
}

/* ---- the fast way ---- */

INLINE uint64_t inside(uint64_t quotes)
{
	for (int shift = 1; shift < 64; shift *= 2)
		quotes ^= quotes << shift;
	return quotes;
}

/* The first of `suspects` that is not a CR before an LF behind a closing quote; 64: none. A CR at the end of
 * what has been read is left to the next byte. */
static unsigned violation(struct scan *s, const char *buf, uint64_t suspects, uint64_t quotes, size_t at,
			  size_t to)
{
	for (; suspects; suspects &= suspects - 1) {
		unsigned bit = (unsigned)__builtin_ctzll(suspects);
		size_t here = at + bit;
		if ((quotes >> bit & 1) || buf[here] != '\r')
			return bit;
		while (here + 1 < to && buf[here + 1] == '\r')
			here++;
		if (here + 1 == to)
			s->after_cr = true;
		else if (buf[here + 1] != '\n')
			return bit;
	}
	return 64;
}

/* Up to 64 bytes from `at`, of which `valid` are read already. False: the row goes the slow way. */
INLINE bool block(struct scan *s, struct batch *b, struct masks m, size_t at, size_t to, uint64_t valid,
		  unsigned last, take_fn *take)
{
	uint64_t quotes = m.quote & valid;
	if (!(quotes | s->in_quote | s->after_close)) { /* a fifth faster where nothing is quoted */
		uint64_t ends = m.newline & valid, all = (m.delimiter & valid) | ends;
		s->may_open = all >> last & 1;
		take(&b->marks, b->buf, all, ends, at);
		return true;
	}
	uint64_t quoted = inside(quotes) ^ s->in_quote;
	uint64_t newlines = m.newline & valid & ~quoted;
	uint64_t marks = (m.delimiter & valid & ~quoted) | newlines;
	uint64_t opening = quotes & quoted, closing = quotes & ~quoted;
	uint64_t may_open = (marks | closing) << 1 | s->may_open;
	uint64_t behind = (closing << 1 | s->after_close) & valid;
	uint64_t suspects = (opening & ~may_open) | (behind & ~(marks | quotes));

	s->inner_newline |= (m.newline & valid & quoted) != 0;
	if (__builtin_expect(suspects != 0, 0)) {
		unsigned bit = violation(s, b->buf, suspects, quotes, at, to);
		if (bit < 64) {
			uint64_t before = (UINT64_C(1) << bit) - 1;
			take(&b->marks, b->buf, marks & before, newlines & before, at);
			slow_begin(s, b);
			return false;
		}
	}
	s->in_quote = -(quoted >> last & 1);
	s->may_open = (marks | closing) >> last & 1;
	s->after_close = closing >> last & 1;
	take(&b->marks, b->buf, marks, newlines, at);
	return true;
}

INLINE void fast_rows(struct scan *state, struct batch *b, size_t to, masks_fn *masks, take_fn *take)
{
	struct scan s = *state;
	const char *p = b->buf;
	const char delimiter = b->dialect.delimiter;
	const uint64_t quoting = b->dialect.raw_tsv ? 0 : ~UINT64_C(0);

	for (; to - s.at >= 64; s.at += 64) {
		struct masks m = masks(p + s.at, delimiter);
		m.quote &= quoting;
		if (!block(&s, b, m, s.at, to, ~UINT64_C(0), 63, take))
			goto out;
	}
	if (s.at < to) {
		struct masks m = masks(p + s.at, delimiter);
		unsigned n = (unsigned)(to - s.at);
		m.quote &= quoting;
		if (block(&s, b, m, s.at, to, (UINT64_C(1) << n) - 1, n - 1, take))
			s.at = to;
	}
out:
	*state = s;
}

INLINE void scan_body(struct scan *s, struct batch *b, size_t to, masks_fn *masks, take_fn *take)
{
	reserve(b, to - b->marks.start[b->marks.nrow]);
	while (s->at < to && !s->fault) {
		if (s->after_cr) {
			s->after_cr = false;
			if (b->buf[s->at] != '\n')
				slow_begin(s, b);
		}
		if (s->slow)
			slow_row(s, b, to);
		else
			fast_rows(s, b, to, masks, take);
	}
}

/* The masks of all blocks, one on top of the other, are odd in as many places as the quotes are many. */
INLINE bool odd_body(const char *p, size_t n, masks_fn *masks)
{
	uint64_t odd = 0;
	size_t at = 0;

	for (; n - at >= 64; at += 64)
		odd ^= masks(p + at, '"').quote;
	if (at < n)
		odd ^= masks(p + at, '"').quote & ((UINT64_C(1) << (n - at)) - 1);
	return __builtin_parityll(odd);
}

static void scan_scalar(struct scan *s, struct batch *b, size_t to)
{
	scan_body(s, b, to, masks_scalar, take_lowest);
}

static bool odd_scalar(const char *p, size_t n)
{
	return odd_body(p, n, masks_scalar);
}

#if defined __x86_64__
static void scan_sse2(struct scan *s, struct batch *b, size_t to)
{
	scan_body(s, b, to, masks_sse2, take_lowest);
}

static bool odd_sse2(const char *p, size_t n)
{
	return odd_body(p, n, masks_sse2);
}

static AVX2 void scan_avx2(struct scan *s, struct batch *b, size_t to)
{
	scan_body(s, b, to, masks_avx2, take_avx2);
}

static AVX2 bool odd_avx2(const char *p, size_t n)
{
	return odd_body(p, n, masks_avx2);
}

static AVX512 void scan_avx512(struct scan *s, struct batch *b, size_t to)
{
	scan_body(s, b, to, masks_avx512, take_avx512);
}

static AVX512 bool odd_avx512(const char *p, size_t n)
{
	return odd_body(p, n, masks_avx512);
}
#elif defined __aarch64__
static void scan_neon(struct scan *s, struct batch *b, size_t to)
{
	scan_body(s, b, to, masks_neon, take_lowest);
}

static bool odd_neon(const char *p, size_t n)
{
	return odd_body(p, n, masks_neon);
}
#endif

static bool always(void)
{
	return true;
}

/* The best first. */
static const struct {
	const char *name;
	scan_fn *scan;
	bool (*odd_quotes)(const char *p, size_t n);
	bool (*here)(void);
} scanners[] = {
#if defined __x86_64__
	{ "avx512", scan_avx512, odd_avx512, cpu_has_avx512 },
	{ "avx2", scan_avx2, odd_avx2, cpu_has_avx2 },
	{ "sse2", scan_sse2, odd_sse2, always },
#elif defined __aarch64__
	{ "neon", scan_neon, odd_neon, always },
#endif
	{ "scalar", scan_scalar, odd_scalar, always },
};

void scan_names(struct buf *out)
{
	size_t last = sizeof scanners / sizeof *scanners - 1; /* which every machine has */

	for (size_t i = 0; i < last; i++)
		if (scanners[i].here())
			buf_print(out, "%s%s", out->n ? ", " : "", scanners[i].name);
	buf_print(out, "%s%s", out->n ? " or " : "", scanners[last].name);
}

scan_fn *scan_choose(const char *name)
{
	for (size_t i = 0; i < sizeof scanners / sizeof *scanners; i++)
		if ((!name || strcmp(name, scanners[i].name) == 0) && scanners[i].here())
			return scanners[i].scan;
	return NULL;
}

bool scan_odd_quotes(scan_fn *scan, const char *p, size_t n)
{
	size_t i = 0;

	while (scanners[i].scan != scan)
		i++;
	return scanners[i].odd_quotes(p, n);
}

void scan_start(struct scan *s, struct batch *b)
{
	*s = (struct scan){ .may_open = 1 };
	b->bare = false;
	b->looked = 0;
	b->marks.nsep = b->marks.nrow = 0;
	b->marks.crs = false;
	reserve(b, 64);
	b->marks.row[0] = b->marks.start[0] = 0;
}

/* The quote that was left open: the row is read once more to find it. */
static size_t open_quote(const struct batch *b, size_t to)
{
	size_t opened = b->marks.start[b->marks.nrow];
	enum scan_slow state = SLOW_START;

	for (size_t at = opened; at < to; at++) {
		char c = b->buf[at];
		if (state == SLOW_START && c == '"')
			opened = at;
		if (state != SLOW_QUOTED && c == b->dialect.delimiter)
			state = SLOW_START;
		else
			state = slow_step(state, c);
	}
	return opened;
}

void scan_finish(struct scan *s, struct batch *b, size_t to)
{
	struct marks *m = &b->marks;

	if (s->fault)
		return;
	if (s->in_quote || s->slow == SLOW_QUOTED) {
		s->fault = SCAN_OPEN_QUOTE;
		s->fault_at = open_quote(b, to);
	} else if (s->after_cr || s->slow == SLOW_CLOSED_CR) {
		s->fault = SCAN_TEXT_AFTER_QUOTE;
		s->fault_at = to - 1;
	} else if (m->start[m->nrow] < to) {
		reserve(b, 64);
		m->sep[m->nsep++] = (uint32_t)to;
		m->row[++m->nrow] = (uint32_t)m->nsep;
		m->start[m->nrow] = (uint32_t)to;
	}
}
