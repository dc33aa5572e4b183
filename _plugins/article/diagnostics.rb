# frozen_string_literal: true

require_relative "code"

module Article
  # What a compiler said of a file: each message below the line it speaks of, then
  # its words as given.
  class Diagnostics
    include Strings

    MESSAGE = /\A([^\s:]+):(\d+):(?:(\d+):)? (fatal error|error|warning|note): (.*)\z/.freeze
    # The compiler quotes the line, and points below it: `   13 |     if (fd = …`.
    QUOTE = /\A *(\d+) \| ?(.*)\z/.freeze
    POINTER = /\A *\| ?( *)([\^~][\^~ ]*)/.freeze

    Message = Struct.new(:line, :severity, :text, :quote, :from, :to)

    # GIVEN is TEXT as HTML.
    def initialize(text, given, strings)
      @messages = Diagnostics.read(text)
      @given = given
      @strings = strings
    end

    def self.read(text)
      lines = text.lines(:chomp => true)
      lines.each_index.filter_map do |at|
        match = MESSAGE.match(lines[at]) or next
        message = Message.new(match[2].to_i, match[4], match[5])
        quote(message, lines[at + 1], lines[at + 2])
      end
    end

    # Adds what the compiler quoted, and the cells it points at.
    def self.quote(message, line, pointer)
      quoted = QUOTE.match(line.to_s)
      return message unless quoted && quoted[1].to_i == message.line

      message.quote = quoted[2]
      if (pointed = POINTER.match(pointer.to_s))
        message.from = pointed[1].length
        message.to = message.from + pointed[2].rstrip.length
      end
      message
    end

    def html
      given = %(<pre>#{@given}</pre>)
      quoted = @messages.select(&:quote)
      return given if quoted.empty?

      <<~HTML.chomp
        <ol class="diagnoses">
        #{quoted.map { |message| item(message) }.join("\n")}
        </ol>
        <details><summary>#{string("as_given")}</summary>
        #{given}
        </details>
      HTML
    end

    private

    def item(message)
      severity = message.severity.delete_prefix("fatal ")
      <<~HTML.chomp
        <li class="diagnosis diagnosis-#{severity}"><pre><code><span class="number">#{message.line}</span> #{line(message)}</code></pre>
        <p><b>#{string("severities", severity)}</b> <span lang="en">#{Text.html(message.text)}</span></p></li>
      HTML
    end

    # The line, with what is pointed at told apart. It is highlighted in three
    # pieces: no element has to be cut.
    def line(message)
      return Code.new.html(message.quote, "c") unless message.from

      before = take(message.quote, message.from)
      pointed = take(message.quote[before.length..], message.to - message.from)
      rest = message.quote[(before.length + pointed.length)..]
      code = Code.new
      "#{code.html(before, "c")}<mark>#{code.html(pointed, "c")}</mark>#{code.html(rest, "c")}"
    end

    # As much of TEXT as fills CELLS.
    def take(text, cells)
      length = (0..text.length).find { |n| Text.width(text[0, n]) >= cells } || text.length
      text[0, length]
    end
  end
end
