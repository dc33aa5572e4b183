# frozen_string_literal: true

require_relative "console"

module Article
  # What the processes of a record printed, as snip shows it: whole, or only the
  # lines that a directive chooses.
  class Printed
    UNORDERED = "[lines come in any order: sorted]"

    # Where the whole of it lies for the snippet NAME, from the site's root.
    def self.path(name)
      "/#{Sources::FOLDER}/#{name}.txt"
    end

    # Whether COMMAND runs the program that STEP, a call of the compiler, made.
    def self.runs?(command, step)
      command.match?(%r{(?:\A|\s)\./#{Regexp.escape(File.basename(step["file"], ".*"))}(?:\s|\z)})
    end

    # RECORD may be nil; LINES are the ranges of a directive, none for all.
    def initialize(record, lines = [])
      @processes = (record && record["processes"]) || []
      @steps = (record && record["compile"]) || []
      @ranges = lines
    end

    # What was typed, with the prompts, and what came of it: of several processes
    # each has a prompt with its name.
    def inputs
      above = 0
      @processes.map do |process|
        prompt = "#{process["name"] if @processes.size > 1}$ "
        typed, lines = prompt + process["command"], process["output"].to_s.lines(:chomp => true)
        shown, cuts = chosen(lines, above + typed.lines.size)
        above += [typed, *lines, *remarks(process)].sum { |text| [text.lines.size, 1].max }
        Console::Input.new(typed, shown.join("\n"), process, remarks(process), cuts, compile(process))
      end
    end

    # All this as text; ONLY are the names of the processes to show, nil for all.
    def text(only = nil)
      shown = inputs.select { |input| only.nil? || only.include?(input.process["name"]) }
      shown.map { |input| [input.text, input.output, *input.endings].reject(&:empty?).join("\n") << "\n" }.join
    end

    private

    def compile(process)
      @steps.find { |step| Printed.runs?(process["command"], step) }&.fetch("command")
    end

    # Those of LINES that are chosen, with a line in the place of others, and each of these
    # with the lines of the whole that it stands for; ABOVE is how many that has before.
    def chosen(lines, above)
      return [lines, {}] if @ranges.empty?

      cuts = {}
      runs = lines.each_index.chunk_while { |a, b| shown?(a) == shown?(b) }
      shown = runs.flat_map do |run|
        next lines[run.first..run.last] if shown?(run.first)

        cut = cut(run.first + 1, run.last + 1)
        cuts[cut] = "#{above + run.first + 1}-#{above + run.last + 1}"
        [cut]
      end
      [shown, cuts]
    end

    def shown?(index)
      @ranges.any? { |range| range.cover?(index + 1) }
    end

    def cut(first, last)
      first == last ? "[… line #{first} …]" : "[… lines #{first}-#{last} …]"
    end

    # The lines that snip adds below what PROCESS printed: that they are sorted, and
    # how it ended where it did not as most do.
    def remarks(process)
      ending = if process["signal"]
                 "[killed by SIG#{process["signal"]}]" unless process["stopped"]
               elsif !process["exit"].to_i.zero?
                 "[exit status #{process["exit"]}]"
               end
      [(UNORDERED if process["unordered"]), ending].compact
    end
  end
end
