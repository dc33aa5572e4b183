# frozen_string_literal: true

require "digest"

require_relative "directive"
require_relative "expected"

module Article
  # Tells whether a block is what snip wrote, and of the program and the record that lie
  # here now. Whether they are right only snip can tell, by running them again; so what
  # is said below a block is where it was recorded.
  class Check
    DIGEST = 16 # as BLOCK_DIGEST of tools/snip/doc/post/block.h

    def initialize(records, sources)
      @records = records
      @sources = sources
      @expected = Expected.new(sources)
      @inputs = {}
    end

    # What is wrong with the block that the fence NODE is of, which DIRECTIVE shows.
    def block(directive, node)
      text = node.string_content
      unless [text, bare(text)].any? { |own| digest(own) == closing(node) }
        return "this was changed by hand, or by a merge; `make snippets` says more"
      end

      fault(directive) || stale(directive, text)
    end

    # What is wrong with the HTML block NODE, a comment that means to open a block, and
    # opens none.
    def opener(node)
      directive = Directive.opener(node.string_content)
      return "snip takes no such directive; `make snippets` says why" unless directive

      fault(directive) || (closer?(node.next) ? "this block is empty. Run: make update" : "this opens no block; `make snippets` says why")
    end

    # The inputs of RECORD that are not now what they were when it was made.
    def changed(record)
      @inputs[record["snippet"]] ||= (record["inputs"] || {}).reject do |name, digest|
        !Sources.path?(name) || @sources.digest(name) == digest
      end.keys
    end

    private

    # What is wrong with what DIRECTIVE asks for.
    def fault(directive)
      record = @records.for(directive)
      return lab_fault(directive, record) || input_fault(directive, record) if record
      return @records.broken(directive) if @records.broken(directive)
      # A header belongs to no snippet, nor need a file in another language.
      if directive.kind == "code" && !directive.subject.end_with?(".c")
        return ("there is no #{Sources::FOLDER}/#{directive.subject}" unless @sources.there?(directive.subject))
      end

      name = directive.snippets.first
      "#{directive.subject} has no record, #{@records.path(name)}. Run: make update"
    end

    def lab_fault(directive, record)
      return unless directive.kind == "lab" && !record["lab"].is_a?(Hash)

      "#{directive.subject} has no lab in its record. Give its manifest one, then run: make update"
    end

    def input_fault(directive, record)
      return if directive.kind == "code" || changed(record).empty?

      "#{Sources::FOLDER}/#{changed(record).first} is not what it was when this was recorded. Run: make update"
    end

    def stale(directive, text)
      expected = @expected.text(directive, @records.for(directive))
      return if expected.nil? || bare(expected) == bare(text)

      "this is not what #{directive.kind == "code" ? "the program says" : "was recorded"} now. Run: make update"
    end

    # TEXT without the blanks at the ends of its lines, which editors cut.
    def bare(text)
      text.gsub(/[ \t]+$/, "")
    end

    def closing(fence)
      Directive.words(fence.next.string_content)[1]
    end

    def closer?(node)
      node&.type == :html && Directive::CLOSER.match?(Directive.words(node.string_content).join(" "))
    end

    def digest(text)
      Digest::SHA256.hexdigest(text)[0, DIGEST]
    end
  end
end
