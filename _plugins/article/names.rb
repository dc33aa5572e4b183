# frozen_string_literal: true

module Article
  # What a figure shows by name: errors that happen there, calls, options of sockets,
  # states of connections.
  class Names
    # Which figures tell of each. In a program an error is only expected.
    KINDS = {
      "errors" => %w[output table timeline calls],
      "calls" => %w[code timeline calls],
      "options" => %w[code output table timeline calls],
      "states" => %w[output timeline states],
    }.freeze

    # Errors by name, with what perror(3) says of each. Of two names for one the kernel's
    # is taken.
    ERRORS = Errno.constants.map { |name| [name.to_s, Errno.const_get(name)] }
                  .select { |name, error| error.name == "Errno::#{name}" && error::Errno.positive? }
                  .to_h { |name, error| [name, error.new.message] }.freeze
    TEXTS = ERRORS.invert.freeze

    # TABLE is _data/reference.yml, CALLS what has manual pages.
    def initialize(table, calls)
      @calls = calls
      @known = table["calls"]
      @options = table["options"]
      @states = table["states"].flat_map { |name, state| [name, *state["also"]].map { |said| [said, name] } }.to_h
      @told = table["states"].transform_values { |state| state["manual"] }
      @option = /\b(?:#{Regexp.union(@options.keys.grep(/_\z/))})[A-Z0-9_]+/
      @state = /(?<![\w-])#{Regexp.union(@states.keys.sort_by { |name| -name.length })}(?![\w-])/
    end

    # The names in a figure of KIND that shows TEXT, by what they are. OWN are names that the
    # program itself defines.
    def in(kind, text, own)
      KINDS.select { |_, kinds| kinds.include?(kind) }.to_h { |what, _| [what, send(what, text, kind, own).uniq] }
    end

    # Where NAME is explained.
    def manual(what, name)
      case what
      when "errors" then @calls.address("errno", 3)
      when "calls" then @calls.page(name)
      when "options" then @calls.address(*option(name))
      when "states" then @told[name]
      end
    end

    private

    def errors(text, _kind, _own)
      text.scan(/\bE[A-Z0-9]+\b/).select { |name| ERRORS.key?(name) } +
        text.lines.filter_map { |line| TEXTS[line[/(?:\A|: )([^:\n]+)$/, 1]] }
    end

    def calls(text, _kind, own)
      (text.scan(/(?<![\w.>"])[a-z]\w+(?=\()/) - own).select { |name| known?(name) }
    end

    def known?(name)
      @calls.section(name) == 2 || @known.include?(name)
    end

    def options(text, _kind, _own)
      text.scan(@option)
    end

    # Of outputs those that ss(8) printed.
    def states(text, kind, _own)
      told = kind == "output" ? text.split(/^(?=\S*\$ )/).select { |part| part[/.*/].match?(/\bss\b/) }.join : text
      told.scan(@state).map { |name| @states[name] }
    end

    # The manual page that tells of the option NAME, and its section.
    def option(name)
      @options.fetch(name) { @options.select { |prefix, _| name.start_with?(prefix) }.max_by { |prefix, _| prefix.length }.last }
    end
  end
end
