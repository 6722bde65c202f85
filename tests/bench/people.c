/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A CRM in which people are there more than once, with the truth beside them: people ROWS >leads.csv. The
 * last column, Person, says who a row is about. The same bytes for the same number of rows.
 *
 * One row in five is a repeat, as consultants find in uncleaned CRMs (10 to 30%). A repeat is what happens: a
 * second form, a badge that was scanned, a list that was bought, a rep who typed. What goes wrong in it, and
 * how often, a row:
 *
 *   a mistyped name      4%, mistyped address 3%, mistyped company 3%, a digit of the number 2%. Of the
 * typing mistakes 80% are one letter left out, put in, replaced or two of them swapped (Damerau, "A technique
 * for computer detection and correction of spelling errors", 1964), and 92% are not in the first letter
 * (Pollock and Zamora, "Automatic spelling correction in scientific and scholarly text", 1984). another job
 * 2%, of the 2.1% of business contacts that change in a month (MarketingSherpa) a private address    18%,
 * none at all 8%, with a tag 2%, with other dots 2% another number       22%, the company's switchboard 10%,
 * none 22%; every number is written in some way an initial           8%, last name first 3%, no accents or ue
 * for an umlaut 30% of those that have one, capitals 4%, a nickname 4%, no name 4% another legal form   35%,
 * no company 10%
 *
 * What must not be joined stands beside it: mailboxes of roles and placeholders that many people share,
 * switch- boards, a hotel's or agency's domain under which many companies are, families with one number,
 * colleagues with one name, assistants who sign up several people with their own address.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state = 20261130;

static uint32_t draw(uint32_t n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (uint32_t)((state >> 32) * n >> 32);
}

static bool chance(uint32_t percent)
{
	return draw(100) < percent;
}

#define PICK(list)   ((list)[draw(sizeof(list) / sizeof *(list))])
#define NTH(list, i) ((list)[(i) % (sizeof(list) / sizeof *(list))])

/* ---- what there is ---- */

static const char *const first_names[] = {
	"Anna",	    "Thomas", "Maria",	 "Michael",   "Julia",	"Andreas", "Laura",   "Stefan", "Sarah",
	"Peter",    "Jürgen", "Sophie",	 "Daniel",    "Lena",	"Martin",  "Katrin",  "Robert", "Emma",
	"James",    "Olivia", "William", "Grace",     "José",	"Carmen",  "Pierre",  "Chloé",	"Antoine",
	"Zoé",	    "Luca",   "Giulia",	 "Marco",     "Elena",	"Søren",   "Freja",   "Lars",	"Ingrid",
	"Björn",    "Åsa",    "Piotr",	 "Agnieszka", "Tomasz", "Ewa",	   "Richard", "Susan",	"Edward",
	"Jennifer", "Hans",   "Ursula",	 "Uwe",	      "Petra",	"Günther", "Bärbel",  "Wei",	"Mei",
	"Hiroshi",  "Yuki",   "Priya",	 "Arjun",     "Fatima", "Omar",
};
static const struct {
	const char *whole, *nick;
} nicknames[] = {
	{ "Thomas", "Tom" },	 { "Michael", "Mike" }, { "Robert", "Bob" },   { "William", "Bill" },
	{ "Richard", "Dick" },	 { "Edward", "Ted" },	{ "James", "Jim" },    { "Susan", "Sue" },
	{ "Jennifer", "Jenny" }, { "Daniel", "Dan" },	{ "Andreas", "Andi" }, { "Katrin", "Kati" },
};
static const char *const last_beginnings[] = { "Schmi", "Mül",	 "Weber", "Hoff",  "Ber",  "Lang", "Stein",
					       "Kro",	"Fer",	 "Gar",	  "Mar",   "Ros",  "Bian", "Car",
					       "Dub",	"Lefe",	 "Smi",	  "John",  "Will", "Tay",  "Har",
					       "Wal",	"Ander", "Niel",  "Kowal", "Nowa", "Jan",  "Grü",
					       "Bött",	"Ø",	 "Hå",	  "Lind" };
static const char *const last_ends[] = { "dt",	 "ler",	  "mann",  "gren", "nandez", "cia",  "tin", "si",
					 "chi",	 "ois",	  "vre",   "th",   "son",    "iams", "lor", "ris",
					 "ker",	 "sen",	  "ski",   "k",	   "kowski", "berg", "ner", "stad",
					 "feld", "huber", "ström", "ton",  "ell",    "ard",  "ini", "ez" };
static const char *const company_words[] = {
	"Nordlicht", "Apex",	"Weidling", "Kessler", "Blue Harbor", "Granit",	  "Vector",  "Lumen",
	"Orbis",     "Helix",	"Falken",   "Summit",  "Delta",	      "Aurora",	  "Tessera", "Quarz",
	"Marlin",    "Pioneer", "Cedar",    "Rhein",   "Alster",      "Borealis", "Citadel", "Domus",
	"Everest",   "Fjord",	"Gamma",    "Hanse",   "Iris",	      "Jupiter",
};
static const char *const trades[] = {
	"Software", "Logistik",	 "Consulting", "Systems", "Medical",   "Foods", "Energie",
	"Capital",  "Robotics",	 "Textil",     "Pharma",  "Machinery", "Bau",	"Media",
	"Hotels",   "Analytics", "Optics",     "Steel",	  "Labs",      "Print",
};
static const struct {
	const char *name, *code, *tld, *calling, *trunk;
	const char *forms[4];
} countries[] = {
	{ "Germany", "DE", "de", "49", "0", { " GmbH", " AG", " GmbH & Co. KG", "" } },
	{ "United States", "US", "com", "1", "", { ", Inc.", " LLC", " Corp", "" } },
	{ "United Kingdom", "GB", "co.uk", "44", "0", { " Ltd", " Limited", " plc", "" } },
	{ "France", "FR", "fr", "33", "0", { " SA", " SAS", " S.A.R.L.", "" } },
	{ "Italy", "IT", "it", "39", "", { " S.p.A.", " Srl", " SRL", "" } },
	{ "Sweden", "SE", "se", "46", "0", { " AB", " AB", " Aktiebolag", "" } },
	{ "Poland", "PL", "pl", "48", "", { " Sp. z o.o.", " S.A.", " sp. z o.o.", "" } },
};
enum { COUNTRIES = sizeof countries / sizeof *countries };
static const char *const mail_hosts[] = { "gmail.com", "outlook.com", "yahoo.com", "gmx.de",
					  "web.de",    "orange.fr",   "libero.it" };
static const char *const roles[] = { "info", "sales", "office", "contact", "kontakt", "admin" };
static const char *const placeholders[] = { "0000000000", "1234567890", "999999999", "123456",
					    "+49 111 1111111" };

struct company {
	char name[64], domain[64];
	unsigned country, form;
	uint32_t switchboard;
};
struct person {
	char first[32], last[48], email[96], home[96];
	uint32_t company, phone, mobile;
	bool by_family; /* the number is one at which a family is */
};

/* ---- how it is written ---- */

/* The next code point's bytes. */
static size_t letter(const char *s)
{
	size_t n = 1;

	while (((unsigned char)s[n] & 0xC0) == 0x80)
		n++;
	return n;
}

static const struct {
	const char *accented, *bare, *two;
} accents[] = {
	{ "ä", "a", "ae" }, { "ö", "o", "oe" }, { "ü", "u", "ue" }, { "é", "e", "e" },
	{ "å", "a", "a" },  { "ø", "o", "o" },	{ "Ø", "O", "O" },  { "Å", "A", "A" },
};

static void without_accents(char *s, bool two)
{
	char out[128] = "";

	for (const char *p = s; *p; p += letter(p)) {
		size_t n = letter(p), i = 0, count = sizeof accents / sizeof *accents;
		while (i < count && strncmp(accents[i].accented, p, n) != 0)
			i++;
		if (i < count)
			strcat(out, two ? accents[i].two : accents[i].bare);
		else
			strncat(out, p, n);
	}
	strcpy(s, out);
}

/* ASCII in small letters, as addresses are made of names. */
static void plain(char *out, const char *s)
{
	char copy[128];
	size_t n = 0;

	strcpy(copy, s);
	without_accents(copy, true);
	for (const char *p = copy; *p; p++)
		if ((*p | 32) >= 'a' && (*p | 32) <= 'z')
			out[n++] = (char)(*p | 32);
	out[n] = '\0';
}

/* One mistake of typing, in a text of ASCII letters or digits at the place; others stay as they are. */
static void mistype(char *s)
{
	size_t n = strlen(s), at = chance(92) && n > 1 ? 1 + draw((uint32_t)n - 1) : 0;
	bool digit = s[at] >= '0' && s[at] <= '9';

	if (n < 3 || (unsigned char)s[at] >= 0x80 || !(digit || ((s[at] | 32) >= 'a' && (s[at] | 32) <= 'z')))
		return;
	char other = digit ? (char)('0' + draw(10)) : (char)('a' + draw(26));
	switch (draw(digit ? 2 : 4)) {
	case 0:
		s[at] = other;
		return;
	case 1:
		if (at + 1 < n && (unsigned char)s[at + 1] < 0x80 && s[at + 1] != '@' && s[at + 1] != '.') {
			char c = s[at];
			s[at] = s[at + 1];
			s[at + 1] = c;
		}
		return;
	case 2:
		memmove(s + at, s + at + 1, n - at);
		return;
	default:
		memmove(s + at + 1, s + at, n - at + 1);
		s[at] = other;
	}
}

static void write_number(char *out, uint32_t number, unsigned country)
{
	const char *code = countries[country].calling, *trunk = countries[country].trunk;
	unsigned area = 20 + number % 80, a = number / 80 % 9000 + 1000, b = number / 720000 % 900 + 100;

	switch (draw(6)) {
	case 0:
		sprintf(out, "+%s %u %u%u", code, area, a, b);
		return;
	case 1:
		sprintf(out, "00%s %u %u %u", code, area, a, b);
		return;
	case 2:
		sprintf(out, "%s%u-%u%u", trunk, area, a, b);
		return;
	case 3:
		sprintf(out, "%s%u %u.%u", trunk, area, a, b);
		return;
	case 4:
		sprintf(out, "+%s (%s%s%s) %u %u", code, *trunk ? trunk : "", *trunk ? ") " : "", "", area,
			a);
		sprintf(out, *trunk ? "+%s (%s) %u/%u%u" : "+%s%s %u/%u%u", code, trunk, area, a, b);
		return;
	default:
		sprintf(out, "(%s%u) %u %u", trunk, area, a, b);
	}
}

static void write_cell(const char *s, char end)
{
	if (strpbrk(s, ",\""))
		printf("\"%s\"%c", s, end);
	else
		printf("%s%c", s, end);
}

/* ---- who there is ---- */

static void make_company(struct company *c, uint32_t i)
{
	char word[64];

	c->country = draw(COUNTRIES);
	c->form = draw(4);
	/* The number makes the names of a large CRM differ; two in a hundred share one, in other countries.
	 */
	uint32_t number = i / 600;
	sprintf(c->name, "%s %s", NTH(company_words, i), NTH(trades, i / 30));
	if (number)
		sprintf(c->name + strlen(c->name), " %c%c%u", 'A' + number % 26, 'A' + number / 26 % 26,
			number / 676);
	plain(word, c->name);
	if (number)
		sprintf(word + strlen(word), "%u", number);
	sprintf(c->domain, "%s.%s", word, countries[c->country].tld);
	if (i % 50 == 49) /* the address is of a provider where many are */
		sprintf(c->domain, "%s", "mybusinessmail.example-hosting.net");
	c->switchboard = draw(UINT32_MAX);
}

static void make_person(struct person *p, const struct company *companies, uint32_t ncompanies,
			const struct person *other)
{
	char first[32], last[64];

	*p = (struct person){ .company = draw(ncompanies),
			      .phone = draw(UINT32_MAX),
			      .mobile = draw(UINT32_MAX) };
	strcpy(p->first, PICK(first_names));
	sprintf(p->last, "%s%s", PICK(last_beginnings), PICK(last_ends));
	if (other && draw(1000) < 4) { /* a family */
		strcpy(p->last, other->last);
		p->phone = other->phone;
		p->company = other->company;
		p->by_family = true;
	} else if (other && draw(1000) < 1) { /* a colleague of the same name */
		strcpy(p->first, other->first);
		strcpy(p->last, other->last);
		p->company = other->company;
	}
	plain(first, p->first);
	plain(last, p->last);
	const char *domain = companies[p->company].domain;
	uint32_t tail = draw(1000);
	switch (draw(4)) {
	case 0:
		sprintf(p->email, "%c.%s@%s", *first, last, domain);
		break;
	case 1:
		sprintf(p->email, "%c%s%u@%s", *first, last, tail % 100, domain);
		break;
	default:
		sprintf(p->email, "%s.%s@%s", first, last, domain);
	}
	if (other && !strcmp(other->email, p->email)) /* a second one gets a number */
		sprintf(p->email, "%s.%s%u@%s", first, last, 2 + tail % 8, domain);
	sprintf(p->home, "%s%s%s%u@%s", first, tail & 1 ? "." : "", last, tail, PICK(mail_hosts));
}

/* ---- a row ---- */

static void write_row(uint64_t id, uint32_t who, const struct person *p, const struct company *companies,
		      uint32_t ncompanies, bool again, const struct person *assistant)
{
	const struct company *c = &companies[p->company];
	char first[40], last[64], email[128], phone[64], company[96];
	unsigned form = c->form;

	if (again && chance(2))
		c = &companies[draw(ncompanies)];
	strcpy(first, p->first);
	strcpy(last, p->last);
	strcpy(email, p->email);
	if (c != &companies[p->company])
		sprintf(strchr(email, '@'), "@%s", c->domain);
	strcpy(company, c->name);
	write_number(phone, p->phone, c->country);

	if (again && chance(30))
		without_accents(first, chance(50)), without_accents(last, chance(50));
	if (again) {
		uint32_t how = draw(100);
		size_t n = sizeof nicknames / sizeof *nicknames;
		if (how < 8)
			sprintf(first + letter(first), ".");
		else if (how < 12)
			for (size_t i = 0; i < n; i++)
				if (!strcmp(first, nicknames[i].whole))
					strcpy(first, nicknames[i].nick);
		if (how >= 90 && how < 94)
			*first = *last = '\0';
		if (how >= 94 && how < 97) {
			char both[64];
			strcpy(both, first);
			snprintf(first, sizeof first, "%.38s", last);
			strcpy(last, both);
		}
		if (chance(4))
			mistype(chance(50) ? first : last);
		if (chance(4))
			for (char *s = last; *s; s++)
				*s = *s >= 'a' && *s <= 'z' ? (char)(*s - 32) : *s;
	}

	uint32_t mail = draw(100);
	if (assistant)
		strcpy(email, assistant->email);
	else if (mail < 6)
		sprintf(email, "%s@%s", PICK(roles), c->domain);
	else if (mail < 9)
		*email = '\0';
	else if (again && mail < 27)
		strcpy(email, p->home);
	else if (again && mail < 32)
		*email = '\0';
	else if (again && mail < 34) {
		char host[96];
		strcpy(host, strchr(email, '@'));
		sprintf(strchr(email, '@'), "+%s%s", chance(50) ? "fair" : "news", host);
	} else if (again && mail < 37) {
		char *at = strchr(email, '@'), host[96];
		strcpy(host, at);
		*at = '\0';
		mistype(email);
		strcat(email, host);
	} else if (again && mail < 39)
		strcpy(email, p->home);
	if (again && chance(10))
		for (char *s = email; *s && *s != '@'; s++)
			*s = *s >= 'a' && *s <= 'z' ? (char)(*s - 32) : *s;

	uint32_t call = draw(100);
	if (call < 10 && !p->by_family)
		write_number(phone, c->switchboard, c->country);
	else if (call < 12)
		strcpy(phone, PICK(placeholders));
	else if (call < (again ? 34 : 25))
		*phone = '\0';
	else if (again && call < 56)
		write_number(phone, p->mobile, c->country);
	else if (again && call < 58)
		mistype(phone);

	if (again && chance(35))
		form = draw(4);
	strcat(company, countries[c->country].forms[form]);
	if (again && chance(3))
		mistype(company);
	if (chance(again ? 10 : 4))
		*company = '\0';

	printf("%llu,", (unsigned long long)id);
	write_cell(first, ',');
	write_cell(last, ',');
	write_cell(email, ',');
	write_cell(phone, ',');
	write_cell(company, ',');
	printf("%s,2026-%02u-%02uT%02u:%02u:00Z,%s,%u\n",
	       chance(50) ? countries[c->country].name : countries[c->country].code, 1 + draw(9),
	       1 + draw(28), draw(24), draw(60), chance(50) ? "Ana" : "Ben", who);
}

int main(int argc, char **argv)
{
	uint64_t rows = argc == 2 ? strtoull(argv[1], NULL, 10) : 0;

	if (!rows) {
		fprintf(stderr, "usage: people ROWS >leads.csv\n");
		return 2;
	}
	uint32_t people = (uint32_t)(rows - rows / 5), ncompanies = people / 6 + 1;
	struct company *companies = calloc(ncompanies, sizeof *companies);
	struct person *person = calloc(people, sizeof *person);
	if (!companies || !person)
		return 2;
	for (uint32_t i = 0; i < ncompanies; i++)
		make_company(&companies[i], i);
	for (uint32_t i = 0; i < people; i++)
		make_person(&person[i], companies, ncompanies, i ? &person[draw(i)] : NULL);
	printf("Record ID,First Name,Last Name,Email,Phone,Company Name,Country,Create Date,Lead "
	       "Owner,Person\n");
	uint32_t seen = 0;
	for (uint64_t i = 0; i < rows; i++) {
		/* First rows and repeats are mixed; what is left of the people comes at the end. */
		bool again = seen && (seen == people || (rows - i > people - seen && chance(20)));
		/* Repeats crowd: whoever was entered twice is entered a third time more often than others. */
		uint32_t who = again ? (chance(30) ? draw(seen) / 10 * 10 : draw(seen)) : seen++;
		const struct person *assistant =
			!again && who && draw(1000) < 10 ? &person[who - who % 8] : NULL;
		write_row(i + 1000000, who, &person[who], companies, ncompanies, again, assistant);
	}
	free(companies);
	free(person);
	return ferror(stdout) || fclose(stdout) ? 2 : 0;
}
