/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Countries by their names: see country.h. A name counts without case, accents, spaces and signs. Where two
 * countries have one name in two languages, it is the country that has it in English, else none.
 */
#include "base/country.h"

#include <pthread.h>

#include "base/arena.h"
#include "base/bare.h"
#include "base/icu.h"
#include "base/map.h"

static const char *const languages[] = { "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da", "nb", "fi",
					 "cs", "sk", "hu", "ro", "tr", "el", "ru", "uk", "bg", "hr", "sl",
					 "et", "lv", "lt", "ca", "ja", "zh", "ko", "ar", "he", "id" };

/* What people type that is no name of ICU's, in any language. England and Scotland have no code of their own.
 */
static const struct {
	char code[3];
	const char *name;
} typed[] = {
	{ "US", "USA" },
	{ "US", "America" },
	{ "US", "United States of America" },
	{ "US", "Vereinigte Staaten von Amerika" },
	{ "US", "Etats Unis d'Amerique" },
	{ "US", "Estados Unidos de America" },
	{ "US", "Stati Uniti d'America" },
	{ "US", "EE.UU." },
	{ "US", "EUA" },
	{ "GB", "UK" },
	{ "GB", "Great Britain" },
	{ "GB", "Britain" },
	{ "GB", "England" },
	{ "GB", "Scotland" },
	{ "GB", "Wales" },
	{ "GB", "Northern Ireland" },
	{ "GB", "ENG" },
	{ "GB", "Großbritannien" },
	{ "GB", "Grande-Bretagne" },
	{ "GB", "Gran Bretana" },
	{ "GB", "Gran Bretagna" },
	{ "GB", "United Kingdom of Great Britain and Northern Ireland" },
	{ "DE", "GER" },
	{ "DE", "BRD" },
	{ "DE", "Federal Republic of Germany" },
	{ "DE", "Bundesrepublik Deutschland" },
	{ "CH", "SUI" },
	{ "NL", "NED" },
	{ "NL", "Holland" },
	{ "NL", "Hollande" },
	{ "NL", "Holanda" },
	{ "NL", "Olanda" },
	{ "IE", "Republic of Ireland" },
	{ "IE", "Eire" },
	{ "CZ", "Czech Republic" },
	{ "CZ", "Tschechische Republik" },
	{ "CZ", "Republique tcheque" },
	{ "SK", "Slovak Republic" },
	{ "TR", "Turkey" },
	{ "TR", "Turkiye" },
	{ "RU", "Russian Federation" },
	{ "RU", "Russische Föderation" },
	{ "RU", "Российская Федерация" },
	{ "KR", "South Korea" },
	{ "KR", "Korea" },
	{ "KR", "Republic of Korea" },
	{ "KR", "Korea, Republic of" },
	{ "KR", "Südkorea" },
	{ "KP", "Korea, Democratic People's Republic of" },
	{ "CN", "PRC" },
	{ "CN", "P.R. China" },
	{ "CN", "China, People's Republic of" },
	{ "CN", "People's Republic of China" },
	{ "CN", "Mainland China" },
	{ "HK", "Hong Kong" },
	{ "HK", "Hongkong" },
	{ "HK", "香港" },
	{ "MO", "Macau" },
	{ "MO", "Macao" },
	{ "TW", "Taiwan, Province of China" },
	{ "TW", "Taiwan, Republic of China" },
	{ "TW", "台湾" },
	{ "VN", "Viet Nam" },
	{ "IR", "Iran, Islamic Republic of" },
	{ "SY", "Syrian Arab Republic" },
	{ "LA", "Lao People's Democratic Republic" },
	{ "MD", "Moldova, Republic of" },
	{ "MD", "Republic of Moldova" },
	{ "MK", "Macedonia" },
	{ "MK", "FYROM" },
	{ "MK", "Macedonia, the former Yugoslav Republic of" },
	{ "BA", "Bosnia" },
	{ "BA", "Bosnia and Herzegovina" },
	{ "BA", "Bosnien" },
	{ "PS", "Palestine" },
	{ "PS", "Palestine, State of" },
	{ "PS", "Palestinian Territory, Occupied" },
	{ "TZ", "Tanzania, United Republic of" },
	{ "BO", "Bolivia, Plurinational State of" },
	{ "VE", "Venezuela, Bolivarian Republic of" },
	{ "FM", "Micronesia, Federated States of" },
	{ "BN", "Brunei Darussalam" },
	{ "CI", "Ivory Coast" },
	{ "CI", "Cote d'Ivoire" },
	{ "CD", "DRC" },
	{ "CD", "DR Congo" },
	{ "CD", "Congo, the Democratic Republic of the" },
	{ "CD", "Democratic Republic of the Congo" },
	{ "CG", "Congo" },
	{ "CG", "Republic of the Congo" },
	{ "CV", "Cape Verde" },
	{ "SZ", "Swaziland" },
	{ "MM", "Burma" },
	{ "TL", "East Timor" },
	{ "LY", "Libyan Arab Jamahiriya" },
	{ "VA", "Vatican" },
	{ "VA", "Holy See" },
	{ "AE", "UAE" },
	{ "AE", "Emirates" },
	{ "SA", "KSA" },
	{ "ZA", "RSA" },
	{ "NZ", "Aotearoa" },
	{ "AN", "Netherlands Antilles" },
	{ "XK", "Kosovo" },
};

/* The names that are looked up first, and those in other languages, which are read when one is not among the
 * first. A country is its number and one; 0 is no country. */
static struct map english, foreign;
static struct arena kept;

/* Appends the letters alone. */
static struct str spelled(struct str name, struct buf *scratch)
{
	size_t from = scratch->n;

	bare_text(scratch, name);
	struct str s = str_slice(buf_view(scratch), from, scratch->n);
	scratch->n = from;
	for (size_t i = 0; i < s.n; i++)
		if (bare_is_word[(unsigned char)s.p[i]])
			bare_put(scratch, from, s.p[i]);
	s.n = scratch->n - from;
	scratch->n = from;
	return s.n > 3 && str_starts(s, STR("the")) ? str_slice(s, 3, s.n) : s;
}

/* A name of two countries is of the first in English, and of none in other languages. */
static void add(struct map *names, struct str name, int country, struct buf *scratch)
{
	struct str s = spelled(name, scratch);
	uint32_t *known = map_find(names, s);

	if (!known && s.n)
		map_put(names, arena_copy(&kept, s), (uint32_t)(country + 1));
	else if (known && names == &foreign && *known != (uint32_t)(country + 1))
		*known = 0;
}

static void add_in(struct map *names, const char *language, const char *iso, struct buf *scratch)
{
	enum { LONGEST = 128 };
	char place[] = { 'u', 'n', 'd', '_', iso[0], iso[1], '\0' };
	UChar name[LONGEST];
	char utf8[3 * LONGEST];
	UErrorCode error = U_ZERO_ERROR;
	int32_t bytes = 0;

	int32_t n = icu()->uloc_getDisplayCountry(place, language, name, LONGEST, &error);
	icu()->u_strToUTF8(utf8, sizeof utf8, &bytes, name, n, &error);
	if (U_SUCCESS(error))
		add(names, (struct str){ utf8, (size_t)bytes }, COUNTRY(iso[0], iso[1]), scratch);
}

/* What is typed, then the codes, then the names. */
static void read_english(void)
{
	struct buf scratch = { 0 };

	for (size_t i = 0; i < sizeof typed / sizeof *typed; i++)
		add(&english, str_from(typed[i].name), COUNTRY(typed[i].code[0], typed[i].code[1]), &scratch);
	for (const char *const *iso = icu()->uloc_getISOCountries(); *iso; iso++) {
		char place[] = { 'u', 'n', 'd', '_', (*iso)[0], (*iso)[1], '\0' };
		add(&english, str_from(icu()->uloc_getISO3Country(place)), COUNTRY((*iso)[0], (*iso)[1]),
		    &scratch);
	}
	for (const char *const *iso = icu()->uloc_getISOCountries(); *iso; iso++)
		add_in(&english, "en", *iso, &scratch);
	buf_release(&scratch);
}

static void read_foreign(void)
{
	struct buf scratch = { 0 };

	for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
		for (const char *const *iso = icu()->uloc_getISOCountries(); *iso; iso++)
			add_in(&foreign, languages[i], *iso, &scratch);
	buf_release(&scratch);
}

static bool is_letter(char c)
{
	return ((unsigned char)c | 0x20) >= 'a' && ((unsigned char)c | 0x20) <= 'z';
}

/* A code of two letters is one even where no country has it. */
static bool is_code(struct str s)
{
	return s.n == 2 && is_letter(s.p[0]) && is_letter(s.p[1]) && !str_same(s, STR("uk"));
}

int country_of(struct str name, struct buf *scratch)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT, once_more = PTHREAD_ONCE_INIT;

	name = str_trim(name);
	if (!is_code(name) && name.n > 1)
		name = spelled(name, scratch);
	if (is_code(name))
		return COUNTRY(name.p[0] & ~0x20, name.p[1] & ~0x20);
	if (name.n < 2)
		return COUNTRY_NONE;
	pthread_once(&once, read_english);
	const uint32_t *country = map_find(&english, name);
	if (!country) {
		pthread_once(&once_more, read_foreign);
		country = map_find(&foreign, name);
	}
	return country ? (int)*country - 1 : COUNTRY_NONE;
}
