/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that aren't text of ours, by their first bytes: see foreign.h. */
#include "base/foreign.h"

#include "base/cell.h"

#define READABLE(command)    command " makes it readable"
#define CONVERTIBLE(command) command " makes a CSV of it"
#define WORKBOOK	     CONVERTIBLE("soffice --headless --convert-to csv, or in2csv,")
#define ICONV(from)	     READABLE("iconv -f " from " -t UTF-8")

static const char zip_words[] = "this is a zip archive; " READABLE("unzip -p");
static const char xlsx_words[] = "this is an Excel workbook; " WORKBOOK;
static const char html_words[] =
	"this is HTML: a page that was sent instead of the file (is a login needed?), or a table, of which "
	"soffice --headless --convert-to csv makes a CSV";
static const char xml_words[] = "this is XML; " WORKBOOK " if it is a workbook";

/* ---- marks ---- */

/* The bytes that such files have at a place in their first line; ? is any byte. */
static const struct mark {
	size_t at;
	struct str bytes;
	const char *words;
} marks[] = {
#define MARK(place, literal, what)                                       \
	{                                                                \
		place, { literal, sizeof(literal) - 1 }, "this is " what \
	}
	MARK(0, "\x1F\x8B\x08", "gzip within another file; unpack it with gzip -dc first"),
	MARK(0, "\x28\xB5\x2F\xFD", "zstd within another file; unpack it with zstd -dc first"),
	MARK(0, "\3757zXZ\0", "xz; " READABLE("xz -dc")),
	MARK(0, "BZh?1AY&SY", "bzip2; " READABLE("bzip2 -dc")),
	MARK(0, "BZh?\x17\x72\x45\x38\x50\x90", "bzip2; " READABLE("bzip2 -dc")),
	MARK(0, "\x04\x22\x4D\x18", "lz4; " READABLE("lz4 -dc")),
	MARK(0, "LZIP\1", "lzip; " READABLE("lzip -dc")),
	MARK(0, "\x1F\x9D", "a file of compress; " READABLE("gzip -dc")),
	MARK(0, "7z\xBC\xAF\x27\x1C", "a 7z archive; " READABLE("7z x -so")),
	MARK(0, "Rar!\x1A\x07", "a RAR archive; " READABLE("unrar p -inul")),
	MARK(257, "ustar", "a tar archive; " READABLE("tar -xO -f")),
	MARK(0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old Excel workbook (.xls); " WORKBOOK),
	MARK(0, "{\\rtf", "rich text; " CONVERTIBLE("soffice --headless --convert-to csv")),
	MARK(0, "PAR1\x15", "Parquet; " CONVERTIBLE("duckdb -csv -c \"from read_parquet('FILE')\"")),
	MARK(0, "ARROW1\0\0", "Arrow; write it as CSV where it comes from"),
	MARK(0, "Obj\1", "Avro; write it as CSV where it comes from"),
	MARK(0, "SQLite format 3\0",
	     "an SQLite database; " CONVERTIBLE("sqlite3 -header -csv FILE 'select * from TABLE'")),
	MARK(0, "%PDF-?.?", "a PDF, which has no cells; pdftotext -layout shows its text"),
	MARK(0, "\xFF\xFE\0\0", "UTF-32; " ICONV("UTF-32")),
	MARK(0, "\0\0\xFE\xFF", "UTF-32; " ICONV("UTF-32")),
	MARK(0, "\xFF\xFE", "UTF-16; " ICONV("UTF-16")),
	MARK(0, "\xFE\xFF", "UTF-16; " ICONV("UTF-16")),
#undef MARK
};

static bool has_mark(struct str head, const struct mark *m)
{
	if (head.n < m->at + m->bytes.n || (m->at && memchr(head.p, '\n', m->at)))
		return false;
	for (size_t i = 0; i < m->bytes.n; i++) {
		char c = head.p[m->at + i];
		if (c != m->bytes.p[i] && (m->bytes.p[i] != '?' || c == '\n'))
			return false;
	}
	return true;
}

/* A zip archive, which a workbook is too: the name of its first file says so. */
static const char *zip(struct str head)
{
	enum { NAME = 30 };
	static const char *const inside[] = { "[Content_Types]", "_rels/", "docProps/", "xl/" };

	if (str_starts(head, STR("PK\5\6")) || str_starts(head, STR("PK\7\x08")))
		return zip_words;
	if (!str_starts(head, STR("PK\3\4")))
		return NULL;
	struct str name = head.n > NAME ? str_slice(head, NAME, head.n) : STR("");
	for (size_t i = 0; i < sizeof inside / sizeof *inside; i++)
		if (str_starts(name, str_from(inside[i])))
			return xlsx_words;
	return str_starts(name, STR("mimetypeapplication/vnd.oasis.opendocument"))
		       ? "this is an OpenDocument file; " WORKBOOK
		       : zip_words;
}

/* ---- UTF-16 and UTF-32 without a mark ---- */

/* Every other byte of ASCII text in UTF-16 is 0. Whatever its script, a header has a delimiter or a space
 * with a 0, and a line end with one; a 0 that strayed into a header of bytes stands beside no line end. */
static const char *wide(struct str head)
{
	size_t zeros[2] = { 0 };

	if (head.n >= 8 && !memcmp(head.p + 1, "\0\0\0", 3) && !memcmp(head.p + 5, "\0\0\0", 3))
		return "this is UTF-32; " ICONV("UTF-32LE");
	if (head.n >= 8 && !memcmp(head.p, "\0\0\0", 3) && !memcmp(head.p + 4, "\0\0\0", 3))
		return "this is UTF-32; " ICONV("UTF-32BE");
	size_t i = 0;
	for (; i + 1 < head.n; i += 2) {
		bool little = head.p[i] == '\n' && !head.p[i + 1], big = !head.p[i] && head.p[i + 1] == '\n';
		if (little || big)
			break;
		if (head.p[i] == '\n' || head.p[i + 1] == '\n')
			return NULL;
		zeros[0] += !head.p[i];
		zeros[1] += !head.p[i + 1];
	}
	size_t all = zeros[0] + zeros[1], units = head.n / 2;
	if (i + 1 >= head.n && (head.n < FOREIGN_LOOK ? all < units : all < units / 8))
		return NULL; /* no line end is seen, and few zeros */
	if (zeros[1] > 4 * zeros[0])
		return "this is UTF-16 without a byte order mark; " ICONV("UTF-16LE");
	return zeros[0] > 4 * zeros[1] ? "this is UTF-16 without a byte order mark; " ICONV("UTF-16BE")
				       : NULL;
}

/* A first line of text is enough: four bytes of it are no UTF-32. */
bool foreign_settled(struct str head)
{
	head = without_byte_order_mark(head);
	const char *newline = head.n >= 4 ? memchr(head.p, '\n', head.n) : NULL;

	if (head.n >= FOREIGN_LOOK)
		return true;
	for (const char *p = head.p; newline && p < head.p + head.n; p++)
		if ((unsigned char)*p < '\t')
			return false;
	return newline;
}

const char *foreign_bytes(struct str head)
{
	head = without_byte_order_mark(head);
	if (head.n > FOREIGN_LOOK)
		head.n = FOREIGN_LOOK;
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (has_mark(head, &marks[i]))
			return marks[i].words;
	const char *words = zip(head);
	return words || !head.n ? words : wide(head);
}

/* ---- text ---- */

static struct str skip_space(struct str s)
{
	while (s.n && memchr(" \t\r\n", s.p[0], 4))
		s = str_slice(s, 1, s.n);
	return s;
}

static bool line_ends(struct str s)
{
	while (s.n && (s.p[0] == ' ' || s.p[0] == '\t'))
		s = str_slice(s, 1, s.n);
	return !s.n || s.p[0] == '\r' || s.p[0] == '\n';
}

/* { or [ and then what only JSON has there. */
static bool json(struct str line)
{
	if (!line.n || (line.p[0] != '{' && line.p[0] != '['))
		return false;
	char closing = line.p[0] == '{' ? '}' : ']';
	struct str rest = str_slice(line, 1, line.n);
	if (line_ends(rest))
		return true;
	rest = skip_space(rest);
	if (rest.p[0] == closing)
		return line_ends(str_slice(rest, 1, rest.n));
	return rest.p[0] == '"' || rest.p[0] == '{' || rest.p[0] == '[';
}

/* The line behind the tag's name; p NULL: it isn't this tag. */
static struct str behind_tag(struct str line, const char *name)
{
	struct str tag = str_from(name);

	if (line.n <= tag.n || !str_same(str_slice(line, 1, tag.n + 1), tag))
		return STR_NONE;
	return str_slice(line, tag.n + 1, line.n);
}

/* A tag that such files begin with; but `<table>,` is a name in a header. */
static const char *markup(struct str line)
{
	static const char *const html[] = { "html",  "head",   "body",	"table", "meta",
					    "style", "script", "title", "div",	 "center" };

	if (!line.n || line.p[0] != '<')
		return NULL;
	if (behind_tag(line, "?xml").p)
		return xml_words;
	if (behind_tag(line, "!doctype").p || behind_tag(line, "!--").p)
		return html_words;
	for (size_t i = 0; i < sizeof html / sizeof *html; i++) {
		struct str rest = behind_tag(line, html[i]);
		if (!rest.p)
			continue;
		if (line_ends(rest) || memchr(" \t/", rest.p[0], 3))
			return html_words;
		if (rest.p[0] == '>' && (rest.n == 1 || !memchr(",;\t|", rest.p[1], 4)))
			return html_words;
	}
	return NULL;
}

const char *foreign_line(struct str line)
{
	line = skip_space(without_byte_order_mark(line));
	return json(line) ? "this is JSON; " CONVERTIBLE("mlr --ijson --ocsv cat, or jq -r with @csv,")
			  : markup(line);
}

const char *foreign_file(struct str text)
{
	const char *words = foreign_bytes(text);

	return words ? words : foreign_line(text);
}
