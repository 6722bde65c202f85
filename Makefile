# SPDX-License-Identifier: GPL-3.0-or-later
# Leadpipe. `make` builds into bin/; `make demo` and `make check` first install what is missing.

VERSION := 0.1.0
PREFIX  ?= /usr/local
BUILD   ?= build
BIN     ?= bin

CC       ?= cc
CFLAGS   ?= -O2 -g
WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wwrite-strings
override CPPFLAGS += -D_GNU_SOURCE -Isrc -DLEADPIPE_VERSION='"$(VERSION)"' -DPCRE2_CODE_UNIT_WIDTH=8
override CFLAGS   += -std=c17 $(WARNINGS) -pthread
LDLIBS   := -lcsv -lpcre2-8 -licuuc -lm -pthread

# The house, floor by floor: a file includes its own folder and strictly lower floors.
BASE      := arena buf casefold diag file map mem number
TABLE     := batch flow input record scan side source writer
TIME      := duration instant zone
REPORT    := bars grid html json
CLI       := option progress
EXPR      := builtin check eval parse regex token
AGREEMENT := builtin fields model parse statement
LEAD      := bant score stage stat summary
TOOLS     := leadscore leadbant

OBJECTS := $(BASE:%=base/%) $(TABLE:%=table/%) $(TIME:%=time/%) $(REPORT:%=report/%) $(CLI:%=cli/%) \
	   $(EXPR:%=expr/%) $(AGREEMENT:%=agreement/%) $(LEAD:%=lead/%) cmd/filter
OBJECTS := $(OBJECTS:%=$(BUILD)/%.o)

all: $(TOOLS:%=$(BIN)/%)

$(BIN)/%: $(BUILD)/cmd/%.o $(OBJECTS)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/%.o: src/%.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

clean:
	rm -rf $(BUILD) $(BIN)

-include $(OBJECTS:.o=.d) $(TOOLS:%=$(BUILD)/cmd/%.d)
.PHONY: all clean
.SECONDARY:
