/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names of people: see alike.h. A hyphen and a dot separate words, an apostrophe does not: Anna-Lena O'Brien
 * is anna, lena and obrien, so she agrees with Anna O'Brien, and not with Annalena. A word of dots (Ph.D.,
 * Dr.-Ing.) is a title if it is one without them, else initials. Of an address alone the part before the @
 * is the name.
 *
 * An initial is one letter of an alphabet; one character of Chinese is a whole word. A word that stands twice
 * counts twice.
 */
#include "lead/alike_internal.h"

#include "base/bare.h"
#include "base/utf8.h"

enum { WORDS = 32 }; /* of a name; a longer text is none */

/* -------------------------------------------------------------------- writing */

struct words {
	struct str word[WORDS];
	size_t n;
	bool more;   /* than these */
	bool filled; /* something stood for a name that isn't known */
};

/* Is it left out of a name, because it is a title or stands for a name that isn't known? */
static bool is_title(struct words *w, struct str word)
{
	uint32_t is = word.n > 1 ? fact_of(FACTS_NAME, word) : 0;

	w->filled |= is == NAME_NONE;
	return is == NAME_TITLE || is == NAME_NONE;
}

static void add(struct words *w, struct str word)
{
	if (!word.n)
		return;
	if (w->n == WORDS)
		w->more = true;
	else
		w->word[w->n++] = word;
}

/* Adds what stands between two spaces. Its letters are written to the scratch, which has room: the words one
 * after another, so that all of them together are the word without its dots. */
static void add_chunk(struct words *w, struct buf *scratch, struct str chunk)
{
	size_t start = scratch->n, word = start, first = w->n;
	bool dots = false;

	if (str_eq(chunk, STR("n/a"))) {
		w->filled = true;
		return;
	}
	for (size_t i = 0; i < chunk.n && chunk.p[i] != '@'; i++) {
		if (bare_is_word[(unsigned char)chunk.p[i]]) {
			bare_put(scratch, word, chunk.p[i]);
		} else if (chunk.p[i] != '\'') {
			dots |= chunk.p[i] == '.';
			add(w, str_slice(buf_view(scratch), word, scratch->n));
			word = scratch->n;
		}
	}
	add(w, str_slice(buf_view(scratch), word, scratch->n));
	struct str joined = str_slice(buf_view(scratch), start, scratch->n);
	if (dots && w->n - first > 1 && (joined.n > 2 || str_eq(joined, STR("md"))) && is_title(w, joined))
		w->n = first; /* but J.R. is no junior */
}

/* The words of a bare text, which are valid while the scratch isn't written: of addresses, or of all else. */
static void read_words(struct words *w, struct buf *scratch, struct str bare, bool addresses)
{
	for (size_t i = 0; i < bare.n;) {
		size_t end = i;
		while (end < bare.n && !strchr(" ,;", bare.p[end]))
			end++;
		if (end > i && addresses == (memchr(bare.p + i, '@', end - i) != NULL))
			add_chunk(w, scratch, str_slice(bare, i, end));
		i = end + 1;
	}
}

static bool is_number(struct str word)
{
	size_t i = 0;

	while (i < word.n && word.p[i] >= '0' && word.p[i] <= '9')
		i++;
	return i == word.n;
}

/* Leaves out titles and what stands for no name, if something else is there. false: nothing says who it is.
 */
static bool choose(struct words *w)
{
	size_t n = 0, nothing = 0;
	struct words chosen = { .n = 0 };

	for (size_t i = 0; i < w->n; i++) {
		if (is_title(w, w->word[i]))
			continue;
		chosen.word[n++] = w->word[i];
		nothing += is_number(w->word[i]) || fact_of(FACTS_NAME, w->word[i]) == NAME_NOTHING;
	}
	if (!n)
		return false;
	memcpy(w->word, chosen.word, n * sizeof *w->word);
	w->n = n;
	return nothing < n;
}

static void sort(struct words *w)
{
	for (size_t i = 1; i < w->n; i++) {
		struct str word = w->word[i];
		size_t k = i;
		for (; k && str_compare(w->word[k - 1], word) > 0; k--)
			w->word[k] = w->word[k - 1];
		w->word[k] = word;
	}
}

enum alike alike_name(struct buf *key, struct str name)
{
	size_t from = key->n;
	struct words w;

	w.n = 0;
	w.more = w.filled = false;
	bare_text(key, name);
	size_t bare = key->n - from;
	buf_room(key,
		 3 * bare); /* the letters, then the words with their spaces, which are no more than it */
	struct str text = str_slice(buf_view(key), from, key->n);
	read_words(&w, key, text, false);
	if (!w.n)
		read_words(&w, key, text, true);
	if (!w.n && !w.filled) {
		key->n = from;
		return ALIKE_MISSING;
	}
	bool good = choose(&w) && !w.more;
	sort(&w);
	char *sorted = key->p + key->n, *to = sorted;
	key->n = from;
	if (!good)
		return ALIKE_NOBODY;
	for (size_t i = 0; i < w.n; i++) {
		if (i)
			*to++ = ' ';
		memcpy(to, w.word[i].p, w.word[i].n);
		to += w.word[i].n;
	}
	memmove(key->p + from, sorted, (size_t)(to - sorted));
	key->n += (size_t)(to - sorted);
	return ALIKE_GOOD;
}

/* ------------------------------------------------------------------ comparing */

/* The next word of a key, which loses it; nothing behind the last. */
static struct str next(struct str *key)
{
	size_t n = 0;

	while (n < key->n && key->p[n] != ' ')
		n++;
	struct str word = str_slice(*key, 0, n);
	n += n < key->n;
	*key = str_slice(*key, n, key->n);
	return word;
}

static size_t count(struct str key)
{
	size_t n = key.n > 0;

	for (size_t i = 0; i < key.n; i++)
		n += key.p[i] == ' ';
	return n;
}

/* Is every word of `few` in `many`? Both are sorted, so an initial comes before all that begin with it: it
 * waits for a word that no other takes. */
static bool is_within(struct str few, struct str many)
{
	struct str want = next(&few), initial = STR_NONE;
	size_t waiting = 0, whole = 0;

	while (many.n) {
		struct str word = next(&many);
		for (; want.n && is_one_letter(want) && str_compare(want, word) <= 0; want = next(&few)) {
			if (waiting && !str_eq(want, initial))
				return false;
			initial = want;
			waiting++;
		}
		if (waiting && !str_starts(word, initial))
			return false;
		int order = want.n ? str_compare(want, word) : 1;
		if (order < 0)
			return false;
		if (order == 0) {
			whole++;
			want = next(&few);
		} else if (waiting) {
			waiting--;
		}
	}
	return !want.n && !waiting && whole;
}

bool names_agree(struct str a, struct str b)
{
	size_t na = count(a), nb = count(b);

	if (na != nb)
		return na < nb ? is_within(a, b) : is_within(b, a);
	return is_within(a, b) || is_within(b, a);
}

/* Of a script whose names are written without a space: Chinese characters, kana, Hangul? */
static bool is_unspaced(int32_t c)
{
	static const struct {
		int32_t first, last;
	} range[] = { { 0x1100, 0x11ff },
		      { 0x2e80, 0x9fff },
		      { 0xac00, 0xd7ff },
		      { 0xf900, 0xfaff },
		      { 0x20000, 0x3ffff } };

	for (size_t i = 0; i < sizeof range / sizeof *range; i++)
		if (c >= range[i].first && c <= range[i].last)
			return true;
	return false;
}

bool name_is_part(struct str key)
{
	size_t characters = 0;

	if (count(key) != 1)
		return false;
	for (struct str rest = key; rest.n;) {
		int32_t c = utf8_next(&rest);
		if (!is_unspaced(c))
			return true;
		characters += c < 0x1160 || c > 0x11ff; /* a syllable of Hangul is one by its first letter */
	}
	return characters < 2;
}

/* Does it join the words of many names: van, de? */
static bool is_particle(struct str word)
{
	static const char particles[][4] = { "al",  "bin", "da",  "das", "de",	"del", "den", "der", "des",
					     "di",  "do",  "dos", "du",	 "el",	"ibn", "la",  "las", "le",
					     "les", "los", "ten", "ter", "van", "von", "zu",  "zum", "zur" };

	for (size_t i = 0; word.n <= 3 && i < sizeof particles / sizeof *particles; i++)
		if (strlen(particles[i]) == word.n && memcmp(particles[i], word.p, word.n) == 0)
			return true;
	return false;
}

/* The next word that two names may share. */
static struct str next_shared(struct str *key)
{
	struct str word;

	do
		word = next(key);
	while (word.n && (is_one_letter(word) || is_particle(word)));
	return word;
}

bool names_share(struct str a, struct str b)
{
	struct str x = next_shared(&a), y = next_shared(&b);

	if (!x.n || !y.n)
		return true;
	while (x.n && y.n) {
		int order = str_compare(x, y);
		if (!order)
			return true;
		if (order < 0)
			x = next_shared(&a);
		else
			y = next_shared(&b);
	}
	return false;
}
