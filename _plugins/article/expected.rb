# frozen_string_literal: true

require_relative "printed"
require_relative "region"
require_relative "table"

module Article
  # What snip writes of a directive, as far as the site can tell by itself: what it
  # makes of a program or a record in a few lines, as tools/snip/engine/truth/view.c and
  # engine/record/recordlab.c do. tests/site/verified.t holds that both say the same.
  class Expected
    def initialize(sources)
      @sources = sources
    end

    # The text of the block of DIRECTIVE, of which RECORD tells (nil: none does). nil
    # where only snip can tell: of traces, and of attributes not known here.
    def text(directive, record)
      case directive.kind
      when "code" then Region.new(@sources.text(directive.subject), directive.region).text
      when "output" then output(record, directive)
      when "table" then Table.new(record["processes"].first["output"], "", {}).text
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
