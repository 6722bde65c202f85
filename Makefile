# SPDX-License-Identifier: GPL-3.0-or-later
# Leadpipe. `make` builds into bin/; `make demo` and `make check` first install what is missing.

VERSION := 0.1.0
PREFIX  ?= /usr/local
BUILD   ?= build
BIN     ?= bin

CC       ?= cc
CFLAGS   ?= -O3 -g
WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wwrite-strings
override CPPFLAGS += -D_GNU_SOURCE -Isrc -DLEADPIPE_VERSION='"$(VERSION)"' -DPCRE2_CODE_UNIT_WIDTH=8
override CFLAGS   += -std=c17 $(WARNINGS) -pthread
LDLIBS   := -lcsv -lpcre2-8 -licuuc -lm -pthread

# The house, floor by floor: a file includes its own folder and strictly lower floors.
BASE      := apart arena buf casefold diag draft file hash map mem number same_file sort utf8
TABLE     := batch flow input record scan side source writer
TIME      := calendar duration ics ics_text instant instant_read moments period recur tzif zone
REPORT    := aligned bars chart csv curves document dots funnel_bars glyph grid heat html json markdown markup picture plot stacks
CLI       := completion help look option progress table
EXPR      := arithmetic builtin cell check compare eval expr lists literal offered parse parse_compare regex show text token
AGREEMENT := builtin check fields ground holidays lookup model names office parse parse_calendar parse_route parse_sla sheet statement take
LEAD      := answers backlog backlog_page backlog_report bant choice clock clock_bind conditions cuminc eventual eventual_page factor fairness fairness_report funnel funnel_page funnel_picture funnel_rates funnel_report good_months \
	     group ledger ledger_read lookback lookback_report page part_about part_read part_write past pool quantile roster route route_bind score series share shortfall spans spend stage stat summary tally turn verdict yoy yoy_report
CMD       := alarm audit columns dealer diff emit fields filter lookback outputs pipes replay top tryout waiting worker
TOOLS     := leadscore leadbant leadsla leadfunnel leadroute

OBJECTS := $(BASE:%=base/%) $(TABLE:%=table/%) $(TIME:%=time/%) $(REPORT:%=report/%) $(CLI:%=cli/%) \
	   $(EXPR:%=expr/%) $(AGREEMENT:%=agreement/%) $(LEAD:%=lead/%) $(CMD:%=cmd/%)
OBJECTS := $(OBJECTS:%=$(BUILD)/%.o)

all: $(TOOLS:%=$(BIN)/%)

$(BIN)/%: $(BUILD)/cmd/%.o $(OBJECTS)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/%.o: src/%.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/agreement/builtin.o: src/agreement/builtin.agreement

clean:
	rm -rf $(BUILD) $(BIN)

-include $(OBJECTS:.o=.d) $(TOOLS:%=$(BUILD)/cmd/%.d)
.PHONY: all clean
.SECONDARY:

# ---- tests and the rest: the scripts are in tests/

UNIT := $(basename $(notdir $(wildcard tests/unit/test_*.c)))
FUZZ := $(basename $(notdir $(wildcard tests/fuzz/fuzz_*.c)))
FUZZ_HEADERS := $(wildcard tests/fuzz/*.h tests/unit/*.h)

tests: $(UNIT:%=$(BUILD)/tests/%) $(FUZZ:%=$(BUILD)/tests/%) $(BUILD)/tests/failing.so
$(BUILD)/tests/%.so: tests/cli/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -fPIC -shared -o $@ $<
$(BUILD)/tests/%: tests/unit/%.c $(OBJECTS)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -I. $(CFLAGS) $(LDFLAGS) -MMD -MP -MF $@.d -o $@ $< $(OBJECTS) $(LDLIBS) -lcmocka
$(BUILD)/tests/%: tests/fuzz/%.c tests/fuzz/replay.c $(FUZZ_HEADERS) $(OBJECTS)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $< tests/fuzz/replay.c $(OBJECTS) $(LDLIBS)

# Everything again, built for the fuzzer, which then links its own main.
fuzz-targets: CC = clang
fuzz-targets: override CFLAGS += -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
fuzz-targets: $(FUZZ:%=$(BUILD)/fuzz/%)
$(BUILD)/fuzz/%: tests/fuzz/%.c $(FUZZ_HEADERS) $(OBJECTS)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -fsanitize=fuzzer -o $@ $< $(OBJECTS) $(LDLIBS)

deps:
	@tests/deps.sh build
demo:
	@tests/deps.sh build
	@$(MAKE) --no-print-directory -s -j$$(nproc) all
	@PATH="$(abspath $(BIN)):$$PATH" examples/demo.sh
check:
	@tests/deps.sh build test
	+@BUILD=$(BUILD) BIN=$(BIN) tests/run.sh check
asan:
	+@LEADPIPE_SANITIZED=1 $(MAKE) --no-print-directory check BUILD=$(BUILD)/asan BIN=$(BUILD)/asan/bin \
		CFLAGS="-O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all"
lint:
	@tests/deps.sh build test lint
	+@BUILD=$(BUILD)/lint tests/run.sh lint
fuzz:
	@tests/deps.sh build test lint
	+@$(MAKE) --no-print-directory fuzz-run BUILD=$(BUILD)/fuzzer
fuzz-run:
	+@BUILD=$(BUILD) tests/run.sh fuzz
bench: all
	@tests/deps.sh bench
	@BUILD=$(BUILD) BIN=$(BIN) ROWS=$(ROWS) tests/bench/bench.sh
ROWS ?= 1000000

# ---- where it goes

share := $(DESTDIR)$(PREFIX)/share
install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(share)/doc/leadpipe/examples/backlog $(share)/bash-completion/completions \
		$(share)/zsh/site-functions $(share)/fish/vendor_completions.d
	install -m 755 $(TOOLS:%=$(BIN)/%) $(DESTDIR)$(PREFIX)/bin
	for page in $(wildcard man/*.[157]); do \
		install -D -m 644 $$page $(share)/man/man$${page##*.}/$${page##*/} || exit; done
	install -m 644 $(wildcard examples/*.*) $(share)/doc/leadpipe/examples
	install -m 644 $(wildcard examples/backlog/*) $(share)/doc/leadpipe/examples/backlog
	for tool in $(TOOLS); do \
		$(BIN)/$$tool --completions bash >$(share)/bash-completion/completions/$$tool && \
		$(BIN)/$$tool --completions zsh >$(share)/zsh/site-functions/_$$tool && \
		$(BIN)/$$tool --completions fish >$(share)/fish/vendor_completions.d/$$tool.fish || exit; done

uninstall:
	rm -f $(TOOLS:%=$(DESTDIR)$(PREFIX)/bin/%) $(TOOLS:%=$(share)/bash-completion/completions/%) \
		$(TOOLS:%=$(share)/zsh/site-functions/_%) $(TOOLS:%=$(share)/fish/vendor_completions.d/%.fish)
	for page in $(wildcard man/*.[157]); do rm -f $(share)/man/man$${page##*.}/$${page##*/}; done
	rm -rf $(share)/doc/leadpipe

-include $(UNIT:%=$(BUILD)/tests/%.d)
.PHONY: tests deps demo check asan lint fuzz-targets fuzz fuzz-run bench install uninstall
