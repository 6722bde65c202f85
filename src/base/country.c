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

static const char *const languages[] = { "en", "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da", "nb",
					 "fi", "cs", "sk", "hu", "ro", "tr", "el", "ru", "uk", "bg", "hr",
					 "sl", "et", "lv", "lt", "ca", "ja", "zh", "ko", "ar", "he", "id" };

/* What people type that is no name of ICU's. England and Scotland have no code of their own. */
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

static struct map names;
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

enum { SURE = 1 << 16 }; /* with a country's number: no other language takes the name away */

static void add(struct str name, int country, bool sure, struct buf *scratch)
{
	struct str s = spelled(name, scratch);
	uint32_t value = (uint32_t)(country + 1) | (sure ? SURE : 0);
	uint32_t *known = map_find(&names, s);

	if (!known && s.n)
		map_put(&names, arena_copy(&kept, s), value);
	else if (known && !(*known & SURE) && *known != value)
		*known = 0;
}

static void add_in(const char *language, const char *iso, int country, struct buf *scratch)
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
		add((struct str){ utf8, (size_t)bytes }, country, language == languages[0], scratch);
}

/* What is typed, then the codes, then a language at a time, English first. */
static void read_names(void)
{
	struct buf scratch = { 0 };

	for (size_t i = 0; i < sizeof typed / sizeof *typed; i++)
		add(str_from(typed[i].name), COUNTRY(typed[i].code[0], typed[i].code[1]), true, &scratch);
	for (const char *const *iso = icu()->uloc_getISOCountries(); *iso; iso++) {
		char place[] = { 'u', 'n', 'd', '_', (*iso)[0], (*iso)[1], '\0' };
		add(str_from(icu()->uloc_getISO3Country(place)), COUNTRY((*iso)[0], (*iso)[1]), true,
		    &scratch);
	}
	for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
		for (const char *const *iso = icu()->uloc_getISOCountries(); *iso; iso++)
			add_in(languages[i], *iso, COUNTRY((*iso)[0], (*iso)[1]), &scratch);
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
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	name = str_trim(name);
	if (!is_code(name) && name.n > 1)
		name = spelled(name, scratch);
	if (is_code(name))
		return COUNTRY(name.p[0] & ~0x20, name.p[1] & ~0x20);
	if (name.n < 2)
		return COUNTRY_NONE;
	pthread_once(&once, read_names);
	const uint32_t *country = map_find(&names, name);
	return country ? (int)(*country & ~(uint32_t)SURE) - 1 : COUNTRY_NONE;
}
