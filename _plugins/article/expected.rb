# frozen_string_literal: true

require_relative "printed"

module Article
  # What snip writes of a directive, as far as the site can tell by itself: what it
  # makes of a program or a record in a few lines, as tools/snip/doc/post/region.c,
  # engine/truth/view.c and engine/record/recordlab.c do. tests/site/verified.t holds
  # that both say the same.
  class Expected
    # What a comment that marks a region begins and ends with.
    FORMS = { "//" => "", "/*" => "*/", "#" => "", "<!--" => "-->", "--" => "", ";" => "" }.map do |open, close|
      /\A\s*#{Regexp.escape(open)}\s*(?:(?<open>region)\s*:\s*(?<name>[\w-]+)|endregion(?:\s*:\s*[\w-]+|#{"\\s+[\\w-]+" if %w[// /*].include?(open)})?)\s*#{Regexp.escape(close)}\s*\z/
    end.freeze

    # What snip shows escaped, is_hidden() of tools/snip/base/text.c: characters that
    # cannot be seen, or turn the direction of writing.
    HIDDEN = Regexp.new("[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028-\\u202e" \
                        "\\u2066-\\u2069\\ufdd0-\\ufdef\\ufeff#{(0..16).map { |n| format("\\u{%x}\\u{%x}", (n << 16) + 0xfffe, (n << 16) + 0xffff) }.join}]").freeze

    def initialize(sources)
      @sources = sources
    end

    # The text of the block of DIRECTIVE, of which RECORD tells (nil: none does). nil
    # where only snip can tell: of traces, and of attributes not known here.
    def text(directive, record)
      case directive.kind
      when "code" then region(@sources.text(directive.subject).delete_prefix("\ufeff"), directive.region)
      when "output" then output(record, directive)
      when "diagnostics" then diagnostics(record, File.basename(directive.subject))
      when "lab" then lab(record["lab"])
      end
    end

    private

    def output(record, directive)
      return unless (directive.chosen.keys - %w[only lines]).empty?

      Printed.new(record, directive.lines).text(directive.chosen["only"])
    end

    def diagnostics(record, file)
      step = (record["compile"] || []).find { |each| each["file"] == file }
      step ? ["$ #{step["command"]}", step["diagnostics"]].reject(&:empty?).map { |part| "#{part.chomp("\n")}\n" }.join : ""
    end

    # SOURCE without the lines that mark regions; with a NAME the lines of that region,
    # without the blanks that all of them begin with.
    def region(source, name)
      open = []
      kept = source.lines(:chomp => true).select do |line|
        marker = FORMS.lazy.filter_map { |form| form.match(line) }.first
        next name.nil? || open.include?(name) unless marker

        marker[:open] ? open.push(marker[:name]) : open.pop
        false
      end
      indent = name ? common(kept) : 0
      kept.map { |line| "#{show(line[indent..] || "")}\n" }.join
    end

    def common(lines)
      blanks = lines.reject { |line| line.strip.empty? }.map { |line| line[/\A[ \t]*/] }
      blanks.reduce { |one, other| one.chars.zip(other.chars).take_while { |a, b| a == b }.map(&:first).join }.to_s.length
    end

    def show(line)
      line.gsub(HIDDEN) { |char| char == "\r" ? "\\r" : format(char.ord < 0x80 ? "\\x%02X" : "\\u{%04X}", char.ord) }
    end

    def lab(lab)
      hosts = lab["hosts"].map { |host| host["name"].length }.max
      networks = lab["networks"].map(&:length).max
      lab["hosts"].map { |host| host_lines(host, hosts, networks) }.join
    end

    def host_lines(host, width, networks)
      links = host["links"].each_with_index.map do |link, at|
        format("%-*s  %-*s", width, at.zero? ? host["name"] : "", networks, link["network"]) +
          (link["addresses"].empty? ? "" : "  #{link["addresses"].join(", ")}") + (link["mtu"] ? "  mtu #{link["mtu"]}" : "")
      end
      links << format("%-*s  via %s", width, "", Array(host["via"]).join(", ")) unless Array(host["via"]).empty?
      links << format("%-*s  forward", width, "") if host["forward"]
      links.map { |line| "#{line}\n" }.join
    end
  end
end
