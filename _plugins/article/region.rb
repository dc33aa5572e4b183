# frozen_string_literal: true

module Article
  # A file as pages show it: the lines of a region, or all, and those around it. The
  # lines that mark regions are shown nowhere, but counted: line numbers are the file's.
  # snip does the same in tools/snip/doc/post/region.c; tests/site/verified.t compares them.
  class Region
    # What a comment that marks a region begins and ends with.
    FORMS = { "//" => "", "/*" => "*/", "#" => "", "<!--" => "-->", "--" => "", ";" => "" }.map do |open, close|
      /\A\s*#{Regexp.escape(open)}\s*(?:(?<open>region)\s*:\s*(?<name>[\w-]+)|endregion(?:\s*:\s*[\w-]+|#{"\\s+[\\w-]+" if %w[// /*].include?(open)})?)\s*#{Regexp.escape(close)}\s*\z/
    end.freeze

    # What snip shows escaped, is_hidden() of tools/snip/base/text.c: characters that
    # cannot be seen, or turn the direction of writing.
    HIDDEN = Regexp.new("[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028-\\u202e" \
                        "\\u2066-\\u2069\\ufdd0-\\ufdef\\ufeff#{(0..16).map { |n| format("\\u{%x}\\u{%x}", (n << 16) + 0xfffe, (n << 16) + 0xffff) }.join}]").freeze

    Line = Struct.new(:number, :text, :inside)

    # The text of LINES, as snip shows it.
    def self.text(lines)
      lines.map { |line| "#{show(line.text)}\n" }.join
    end

    def self.show(line)
      line.gsub(HIDDEN) { |char| char == "\r" ? "\\r" : format(char.ord < 0x80 ? "\\x%02X" : "\\u{%04X}", char.ord) }
    end

    # SOURCE is the text of the file; NAME that of the region, nil for the whole file.
    def initialize(source, name)
      open = []
      @lines = source.delete_prefix("\ufeff").lines(:chomp => true).each.with_index(1).filter_map do |text, number|
        marker = FORMS.lazy.filter_map { |form| form.match(text) }.first
        next Line.new(number, text, name.nil? || open.include?(name)) unless marker

        marker[:open] ? open.push(marker[:name]) : open.pop
        nil
      end
      @named = !name.nil?
    end

    # The lines of the region, without the blanks that all of them begin with.
    def lines
      @inside ||= @lines.select(&:inside).map { |line| Line.new(line.number, line.text[indent.length..] || "", true) }
    end

    def text
      Region.text(lines)
    end

    # The lines above it, and those below.
    def before
      @lines.take_while { |line| !line.inside }
    end

    def after
      @lines.drop(before.size).reject(&:inside)
    end

    # The blanks that all lines of a region begin with.
    def indent
      @indent ||= @named ? common(@lines.select(&:inside).map(&:text)) : ""
    end

    private

    def common(lines)
      blanks = lines.reject { |line| line.strip.empty? }.map { |line| line[/\A[ \t]*/] }
      blanks.reduce { |one, other| one.chars.zip(other.chars).take_while { |a, b| a == b }.map(&:first).join }.to_s
    end
  end
end
