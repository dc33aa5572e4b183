# frozen_string_literal: true

require_relative "faults"
require_relative "heads"
require_relative "links"
require_relative "leftovers"
require_relative "prose"

# What names something that is not there, so that its brackets would show; and what git
# leaves in a text that it cannot merge.
module References
  # Not `a[i][j]`.
  REFERENCE = /(?<![\p{Word}\]])\[([^\[\]]+)\]\[([^\[\]]*)\]/.freeze
  NOTE = /\[\^([^\[\]\s]+)\]/.freeze

  module_function

  def check(prose)
    prose.texts.each do |text, line|
      each_match(text, REFERENCE) do |match, down|
        name = (match[2].empty? ? match[1] : match[2]).split.join(" ")
        Faults.tell(prose.at(line + down), "nothing says where [#{name}] leads; write a line [#{name}]: /address/")
      end
      each_match(text, NOTE) do |match, down|
        Faults.tell(prose.at(line + down), "there is no note [^#{match[1]}]; write a line [^#{match[1]}]: with its text")
      end
    end
  end

  # Calls with each match of PATTERN in TEXT, and how many lines below its first it is.
  def each_match(text, pattern)
    text.scan(pattern) { yield Regexp.last_match, Regexp.last_match.pre_match.count("\n") }
  end

  def marks(prose)
    lines = prose.body.lines(:chomp => true)
    found = lines.each_index.select { |index| Heads::MARK.match?(lines[index]) }.map(&:succ) - prose.code
    signs = found.map { |line| lines[line - 1][0] }
    found.zip(signs, [nil, *signs]).each do |line, sign, before|
      # Elsewhere a line of = makes a heading of what is above it.
      Faults.tell(prose.at(line), Heads::MERGED) if sign != "=" || %w[< |].include?(before)
    end
  end
end

Jekyll::Hooks.register %i[documents pages], :post_convert do |item|
  prose = item.output_ext == ".html" && Prose.of(item)
  next unless prose

  Leftovers.check(prose)
  References.check(prose)
  References.marks(prose)
  Links.note(prose)
end
