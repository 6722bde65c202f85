# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Leadpipe. `make` builds into bin/; `make demo` and `make check` first install what is missing.

VERSION := 1.0.0
PREFIX  ?= /usr/local
BUILD   ?= build
BIN     ?= bin

CC       ?= cc
CFLAGS   ?= -O3 -g
WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wwrite-strings
override CPPFLAGS += -D_GNU_SOURCE -Isrc -DLEADPIPE_VERSION='"$(VERSION)"' -DPCRE2_CODE_UNIT_WIDTH=8
override CFLAGS   += -std=c17 $(WARNINGS) $(WERROR) -pthread -ffile-prefix-map=$(CURDIR)=. # wherever it is built, the same bytes
override CFLAGS   += -fno-trapping-math -fno-math-errno # nobody asks for its flags, which would keep loops from being done many numbers at a time
LDLIBS   := -Wl,--as-needed -lc -lm -pthread # of libm, as a rule nothing: see base/libm.c

# The house, floor by floor: a file includes its own folder and strictly lower floors.
BASE      := apart arena bare buf casefold cell country diag digest draft file file_name foreign hash icu id libm library look machine map mem number number_script number_write pieces recode same_file shell sort utf8
TABLE     := batch flow input journal looks record scan scatter side source source_rows unpack writer
TIME      := calendar day duration form ics ics_events ics_text instant instant_read moments period recur tzif zone
REPORT    := aligned bars chart column csv curves document dots fit funnel_bars glyph grid heat html json mail mail_bars markdown markup meters picture plot prose stacks
CLI       := completion elsewhere help line look option progress table
STAT      := ahead answers cuminc distinct fairness hypergeometric quantile spans squares stat turn
EXPR      := arithmetic builtin cell check choose column compare counted dictionary domain eval expr habits json lexer lists literal notes offered operand order parse parse_node points program regex run show text token words words_literal words_pattern
AGREEMENT := asks builtin check clauses edition fields fields_ask fields_headers fields_id fields_translated fields_unit headers holidays lookup model office origins orphans parse parse_benchmark parse_calendar parse_fold parse_meeting parse_promise parse_route parse_same parse_sla read shapes sheet statement translations units walk
LEAD      := alike_company alike_facts alike_mail alike_name alike_phone bant calling clock clock_bind clock_rows conditions id_map id_map_keep journey money note position roster score score_points score_reasons stage tally vocabulary
FIGURES   := across across_asked across_page across_report behind best fail_when flow group group_order grouping page part part_read reason share verdict
SCORE     := diff summary summary_page summary_report
BANT      := shortfall shortfall_page shortfall_report
SLA       := backlog backlog_page backlog_report backlog_verdict longest_waiting movement series
FUNNEL    := amounts eventual eventual_page eventual_report funnel funnel_across funnel_behind funnel_bind funnel_figures funnel_money funnel_page funnel_picture funnel_rates funnel_report funnel_say funnel_state movement movement_page movement_report promise_figures promises promises_bind promises_page promises_report reasons reasons_page reasons_report spend yoy yoy_bind yoy_figures yoy_page yoy_report yoy_say
LOOKBACK  := factor good_months lookback lookback_page lookback_report
PAPER     := cells clocks files folds meeting names owners paper pledges points road same telling
ROUTE     := accepted assigner assigner_foresee audit choice dry_run eligible fairness_page fairness_report keyed known ledger ledger_read newest order pairs pool replay route route_bind route_foresee route_reason route_turn taken together
FOLD      := archive archive_read base_file columns export filing filing_check fold fold_bind fold_count fold_events fold_keys fold_leads fold_rows fold_run fold_sense fold_slots fold_texts fold_values history lines nights rows state state_load state_read
SAME      := clusters duplicates duplicates_page duplicates_report same_bind same_count same_crowd same_ids same_join same_keep same_read same_rows same_show same_slip same_tell same_values who
REVIEW    := answers card card_bind decisions decisions_read filled filled_id filled_judge filled_place filled_ruler handed handout handout_page handout_report meeting merge merge_row merge_tell places question ref rulings session session_decide session_look session_table show status status_page status_report team terms when
CMD       := across again archive_input changes close columns command emit emit_run fields filter header ids kept leadfold_archive leadfold_duplicates leadfold_fold leadfold_map leadfold_read leadfold_same leadfold_snapshots leadfold_systems leadfunnel_across leadfunnel_ahead leadfunnel_bind leadfunnel_funnel leadfunnel_movement leadfunnel_promises leadfunnel_reasons leadfunnel_rows leadreview_apply leadreview_bind leadreview_fill leadreview_forget leadreview_record leadreview_sheet leadreview_status leadreview_talk leadroute_decisions outputs page parts periods run spelling split spool systems_columns systems_input worker
TOOLS     := leadscore leadbant leadsla leadfunnel leadroute leadreview leadfold

OBJECTS := $(BASE:%=base/%) $(TABLE:%=table/%) $(TIME:%=time/%) $(REPORT:%=report/%) $(CLI:%=cli/%) \
	   $(EXPR:%=expr/%) $(AGREEMENT:%=agreement/%) $(STAT:%=stat/%) $(LEAD:%=lead/%) $(FIGURES:%=figures/%) \
	   $(SCORE:%=score/%) $(BANT:%=bant/%) $(SLA:%=sla/%) $(FUNNEL:%=funnel/%) $(LOOKBACK:%=lookback/%) $(ROUTE:%=route/%) $(FOLD:%=fold/%) $(PAPER:%=paper/%) $(SAME:%=same/%) $(REVIEW:%=review/%) $(CMD:%=cmd/%)
OBJECTS := $(OBJECTS:%=$(BUILD)/%.o)
LIBRARY := $(BUILD)/libleadpipe.a

all: $(TOOLS:%=$(BIN)/%)

# Each tool takes out of the library what it uses.
$(BIN)/%: $(BUILD)/cmd/%.o $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(LIBRARY): $(OBJECTS)
	@rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/%.o: src/%.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# Where that can't be compiled, nothing can.
$(filter-out $(BUILD)/base/machine.o,$(OBJECTS)) $(TOOLS:%=$(BUILD)/cmd/%.o): | $(BUILD)/base/machine.o

# What they embed: see base/embed.h. Link-time optimization would assemble it once more, elsewhere.
$(BUILD)/agreement/builtin.o $(BUILD)/agreement/shapes.o $(BUILD)/cli/completion.o $(BUILD)/report/markup.o $(BUILD)/review/handout_page.o: override CFLAGS += -fno-lto
$(BUILD)/table/scan.o: override CFLAGS += -fno-tree-slp-vectorize # which would gather marks in vectors, one by one
$(BUILD)/agreement/builtin.o: src/agreement/builtin.agreement
$(BUILD)/agreement/translations.o: src/agreement/translations.tsv
$(BUILD)/agreement/shapes.o: $(wildcard src/agreement/shape_*.agreement)
$(BUILD)/cli/completion.o: src/cli/completion.bash src/cli/completion.zsh src/cli/completion.fish
$(BUILD)/report/markup.o: src/report/page.css
$(BUILD)/review/handout_page.o: src/review/handout.css

clean:
	rm -rf $(BUILD) $(TOOLS:%=$(BIN)/%)

-include $(OBJECTS:.o=.d) $(TOOLS:%=$(BUILD)/cmd/%.d)
.PHONY: all clean
.SECONDARY:

# ---- tests and the rest: the scripts are in tests/

UNIT := $(basename $(notdir $(wildcard tests/unit/test_*.c)))
FUZZ := $(basename $(notdir $(wildcard tests/fuzz/fuzz_*.c)))
FUZZ_LIBS := -lcsv # which reads what they compare with
FUZZ_HEADERS := $(wildcard tests/fuzz/*.h tests/unit/*.h)

# What tests is built quickly, as it needs no speed. Under the sanitizers the fuzzer itself replays the corpus.
tests: $(UNIT:%=$(BUILD)/tests/%) $(if $(LEADPIPE_SANITIZED),,$(FUZZ:%=$(BUILD)/tests/%)) $(BUILD)/tests/failing.so
$(BUILD)/tests/%.so: tests/cli/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -fPIC -shared -o $@ $<
$(BUILD)/tests/test_table_unpack: LDLIBS += -lz -lzstd
$(BUILD)/tests/%: tests/unit/%.c $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -I. $(CFLAGS) -O1 $(LDFLAGS) -MMD -MP -MF $@.d -o $@ $< $(LIBRARY) $(LDLIBS) -lcmocka
$(BUILD)/tests/%: tests/fuzz/%.c tests/fuzz/replay.c $(FUZZ_HEADERS) $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -O1 $(LDFLAGS) -o $@ $< tests/fuzz/replay.c $(LIBRARY) $(LDLIBS) $(FUZZ_LIBS)

# Once more, built for the fuzzer, which then links its own main: without what makes tools of the rooms. What differs from
# run to run is no coverage: where the program is loaded decides what collides in a table of addresses, and the size of
# the environment how deep the stack is.
FUZZED := $(filter-out $(foreach room,cmd cli,$(BUILD)/$(room)/%),$(OBJECTS))
fuzz-targets: CC = clang
fuzz-targets: override CFLAGS += -O1 -gline-tables-only -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
fuzz-targets: override CFLAGS += -fno-sanitize-coverage=stack-depth
fuzz-targets: $(FUZZ:%=$(BUILD)/fuzz/%)
$(BUILD)/libfuzzed.a: $(FUZZED)
	@rm -f $@
	$(AR) rcs $@ $^
$(BUILD)/fuzz/%: tests/fuzz/%.c tests/fuzz/steady.c $(FUZZ_HEADERS) $(BUILD)/libfuzzed.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -fsanitize=fuzzer -no-pie -o $@ $< tests/fuzz/steady.c $(BUILD)/libfuzzed.a $(LDLIBS) $(FUZZ_LIBS)

deps:
	@tests/deps.sh build
demo:
	@tests/deps.sh build
	@$(MAKE) --no-print-directory -s -j$$(nproc) all
	@PATH="$(abspath $(BIN)):$$PATH" examples/demo.sh
check:
	@tests/deps.sh build test $(if $(CI),ci)
	+@BUILD=$(BUILD) BIN=$(BIN) T=$(T) tests/run.sh check
asan:
	+@LEADPIPE_SANITIZED=1 $(MAKE) --no-print-directory check BUILD=$(BUILD)/asan BIN=$(BUILD)/asan/bin \
		CFLAGS="-O1 -g1 -fno-pie -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all" \
		LDFLAGS="-no-pie -static-libasan -static-libubsan" # a tool begins in half the time, and most end at once
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
check-spark:
	@BUILD=$(BUILD) tests/deps.sh build spark pyspark
	+@BUILD=$(BUILD) BIN=$(BIN) tests/run.sh spark

# ---- where it goes

# Pages and completions name where things are and what version they are of. A completion asks the tool that
# is installed, so that it knows that tool's options, whatever machine that is. All may read what is installed.
EXAMPLES := $(shell find examples -type f)
to := "$(DESTDIR)$(PREFIX)"
share := $(to)/share
install: all
	umask 022; install -d $(to)/bin $(share)/bash-completion/completions $(share)/zsh/site-functions \
		$(share)/fish/vendor_completions.d $(share)/doc/leadpipe
	install $(STRIP) -m 755 $(TOOLS:%=$(BIN)/%) $(to)/bin
	umask 022; for page in $(notdir $(wildcard man/*.[157])); do install -d $(share)/man/man$${page##*.} && \
		sed 's|/usr/local|$(PREFIX)|; s|^\.Os Leadpipe$$|.Os Leadpipe $(VERSION)|' man/$$page \
			>$(share)/man/man$${page##*.}/$$page || exit; done
	install -m 644 README.md LICENSE $(share)/doc/leadpipe
	umask 022; for file in $(EXAMPLES); do \
		install -D -m $$(test -x $$file && echo 755 || echo 644) $$file $(share)/doc/leadpipe/$$file || exit; done
	umask 022; for tool in $(TOOLS); do \
		echo "eval \"\$$($$tool --completions bash)\"" >$(share)/bash-completion/completions/$$tool && \
		printf '#compdef %s\n%s\n' $$tool "eval \"\$$($$tool --completions zsh)\" && _$$tool \"\$$@\"" \
			>$(share)/zsh/site-functions/_$$tool && \
		echo "$$tool --completions fish | source" >$(share)/fish/vendor_completions.d/$$tool.fish || exit; done

uninstall:
	rm -f $(TOOLS:%=$(to)/bin/%) $(TOOLS:%=$(share)/bash-completion/completions/%) \
		$(TOOLS:%=$(share)/zsh/site-functions/_%) $(TOOLS:%=$(share)/fish/vendor_completions.d/%.fish)
	for page in $(notdir $(wildcard man/*.[157])); do rm -f $(share)/man/man$${page##*.}/$$page; done
	rm -rf $(share)/doc/leadpipe

# ---- releases: what is committed, as a tarball that builds without a network, and as a Debian package

dist:
	@BUILD=$(BUILD) .ci/dist.sh $(VERSION)
deb:
	@tests/deps.sh build package
	@BUILD=$(BUILD) .ci/dist.sh $(VERSION) deb
check-deb: deb
	@BUILD=$(BUILD) tests/run.sh deb $(VERSION)

# On another machine than this one.
check-arm64:
	@tests/deps.sh build arm64
	@BUILD=$(BUILD) .ci/arm64.sh

-include $(UNIT:%=$(BUILD)/tests/%.d)
.PHONY: tests deps demo check check-arm64 asan lint fuzz-targets fuzz fuzz-run bench check-spark install uninstall dist deb check-deb
