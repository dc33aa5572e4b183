# frozen_string_literal: true

require "cgi"

require_relative "text"

module Article
  # A terminal session as HTML: what was typed is <kbd>, what came back <samp>.
  class Console
    PROMPT = /\A([a-z0-9_-]*\$) (.*)\z/m.freeze

    # What was typed, where that is known: the text with its prompt, what came of
    # it, the record of the process it started (nil: the compiler), and the lines
    # that are snip's: those below what was printed, and those in it that stand for
    # lines which are left out, with the numbers of these in the whole: { "[… line 3 …]" => "7-7" };
    # and the command that made the program.
    Input = Struct.new(:text, :output, :process, :endings, :cuts, :compile)

    # What lies between one input and the next.
    Part = Struct.new(:input, :typed, :printed)

    # A program may print what looks like a prompt, so where the INPUTS are known,
    # only they are taken for that.
    def initialize(text, inputs = [])
      @lines = lines(text)
      @found = find(inputs)
      @found = guess if @found.empty?
    end

    # The session in parts; one without an input where something was printed
    # before the first.
    def parts
      starts = @found.keys
      starts.unshift(0) unless starts.first&.zero? || @lines.empty?
      starts.zip(starts.drop(1)).map { |from, to| part(from, to || @lines.size) }
    end

    def html
      parts.map { |part| Console.html(part) }.join
    end

    def self.html(part)
      input(part.typed, part.input&.compile) + output(part)
    end

    # COMPILE goes with what was TYPED where that is copied, to be tried elsewhere.
    def self.input(typed, compile = nil)
      return "" unless typed

      prompt, command = PROMPT.match(typed).captures
      name = prompt.delete_suffix("$")
      name = %(<span>#{name}</span>) unless name.empty?
      %(<span class="prompt">#{name}$</span> <kbd#{%( data-compile="#{CGI.escapeHTML(compile)}") if compile}>#{Text.html(command)}</kbd>\n)
    end

    def self.output(part)
      printed = part.printed
      endings = Array(part.input&.endings)
      endings = [] unless printed.last(endings.size) == endings
      cuts = part.input&.cuts || {}
      printed = printed[0...printed.size - endings.size].chunk_while { |a, b| !cuts.include?(a) && !cuts.include?(b) }
      printed.map { |lines| cuts.include?(lines.first) ? said(lines.first, %( data-lines="#{cuts[lines.first]}")) : samp(lines) }.join +
        endings.map { |line| said(line) }.join
    end

    def self.samp(lines)
      "<samp>#{Text.aligned(lines.join("\n"))}</samp>\n"
    end

    # A line that snip has added.
    def self.said(line, attributes = "")
      %(<span class="ending"#{attributes}>#{Text.html(line)}</span>\n)
    end
    private_class_method :samp, :said

    private

    # The lines of TEXT as a post has them: without blanks at their ends.
    def lines(text)
      text.lines(:chomp => true).map { |line| line.sub(/[ \t]+\z/, "") }
    end

    def part(from, to)
      input, count = @found[from] || [nil, 0]
      Part.new(input, count.zero? ? nil : @lines[from, count].join("\n"), @lines[from + count...to])
    end

    # Where the lines hold one of the INPUTS, and how many lines it has there:
    # several where it ends in a here-document. Each is given once, in their order,
    # and none in what another printed.
    def find(inputs)
      at = 0
      inputs.each_with_object({}) do |input, found|
        typed = lines(input.text)
        start = (at...@lines.size).find { |i| @lines[i, typed.size] == typed }
        next unless start

        found[start] = [input, typed.size]
        at = start + typed.size
        printed = lines(input.output.to_s)
        at += printed.size if @lines[at, printed.size] == printed
      end
    end

    # Where the lines look like input, each of a line.
    def guess
      @lines.each_index.select { |at| PROMPT.match?(@lines[at]) }.to_h { |at| [at, [nil, 1]] }
    end
  end
end
