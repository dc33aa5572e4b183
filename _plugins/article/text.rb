# frozen_string_literal: true

module Article
  # For what speaks the reader's language by @strings, those of the interface.
  module Strings
    private

    # What the figures say under KEYS, escaped; the last of these where it is missing.
    def string(*keys)
      Text.html((@strings.dig("figure", *keys) || keys.last).to_s)
    end
  end

  # What nobody may miss: that a block is not what snip has verified, and why.
  class Unverified
    include Strings

    def initialize(strings)
      @strings = strings
    end

    def html(fault)
      %(<p class="unverified"><strong>#{string("unverified")}</strong> <span lang="en">#{Text.html(fault)}</span></p>)
    end
  end

  # Text of a terminal or a source file as HTML: escaped, in columns, and with
  # nothing in it that cannot be seen.
  module Text
    ENTITIES = { "&" => "&amp;", "<" => "&lt;", ">" => "&gt;" }.freeze

    # Characters that take two cells in a terminal. Syllables may be spelt in
    # parts, of which only the first has a width.
    WIDE = Regexp.new("[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff" \
                      "\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]").freeze
    # At most as many as site.css has widths for (.w2 to .w32).
    WIDE_RUN = /(?:#{WIDE}[\u1160-\u11ff]*){1,16}/.freeze

    # What a browser would drop, obey or draw as nothing: C0, DEL and C1 but for
    # line end and tab, and what turns the direction of writing.
    CONTROL = Regexp.new("[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f" \
                         "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]").freeze

    SPECIAL = Regexp.union(/[&<>]/, CONTROL).freeze
    NAMES = { 0x7f => "DEL" }.merge(
      %w[NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US]
        .each_with_index.to_h { |name, code| [code, name] }
    ).freeze

    # What more may stand in a line: where in it columns begin, and a line that a
    # compiler quotes, to point at it from below.
    COLUMNS = /\A *\d+ \|.*|.*(?: {2}|\t)/.freeze

    module_function

    def html(text)
      return text unless SPECIAL.match?(text)

      text.gsub(SPECIAL) { |found| ENTITIES[found] || control(found) }
    end

    # The same, with columns lined up below each other. In a terminal they are,
    # because a wide character takes two cells. No font of the reader's need do
    # that, so classes say the cells, where there is a column behind them.
    def aligned(text)
      return html(text) unless WIDE.match?(text)

      text.lines.map do |line|
        columns = line[COLUMNS] || ""
        html(columns).gsub(WIDE_RUN) { |run| cells(run) } + html(line[columns.length..])
      end.join
    end

    def cells(run)
      %(<span class="w#{run.scan(WIDE).size * 2}">#{run}</span>)
    end

    # The title names the character: assets/js/copy.js puts it back. What is shown
    # is a word, as few fonts have the pictures of control characters.
    def control(char)
      name = format("U+%04X", char.ord)
      %(<span class="control" title="#{name}">#{NAMES[char.ord] || name}</span>)
    end

    # How many cells TEXT takes.
    def width(text)
      text.length + text.scan(WIDE).size
    end
  end
end
