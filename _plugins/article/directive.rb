# frozen_string_literal: true

require "did_you_mean"

module Article
  # The pair of comments round an embedded snippet. An opener says what is
  # shown, `<!-- snip KIND SUBJECT key=value… -->`; its fence and a closer follow
  # as siblings.
  class Directive
    KINDS = %w[code output diagnostics lab].freeze

    # Any comment that means to be an opener, and what a right one is.
    MEANT = /<!--\s*snip\s(?:.*?)-->/m.freeze
    OPENER = /<!--[ \t]+snip[ \t]+([a-z]+)[ \t]+([^\s#]+)(?:#(\S+))?((?:[ \t]+[a-z_]+=\S+)*)[ \t]+-->/.freeze
    CLOSER = %r{<!--[ \t]+/snip(?:[ \t]+\h+)?[ \t]+-->}.freeze

    # A whole HTML block, as the parser gives it.
    OPENER_BLOCK = /\A\s*#{OPENER}\s*\z/.freeze
    CLOSER_BLOCK = /\A\s*#{CLOSER}\s*\z/.freeze

    # As snip has them: so no subject leads out of the folder of snippets.
    SUBJECT = %r{\A[a-z0-9_-]+(?:/[a-z0-9_-]+)*(?:\.[ch])?\z}.freeze

    attr_reader :kind, :subject, :region

    # Every directive TEXT may hold. It is a search, not a parse: one in a code
    # block is found too, which is good enough to learn what a page depends on.
    def self.all_in(text)
      text.scan(OPENER).map { |match| new(*match) }
    end

    # The directive that shows this code block, or nil.
    def self.around(fence)
      return unless comment?(fence.previous, OPENER_BLOCK) && comment?(fence.next, CLOSER_BLOCK)

      new(*OPENER_BLOCK.match(fence.previous.string_content).captures)
    end

    # Whether this HTML block is one of ours, which are not for the reader.
    def self.comment?(node, pattern = Regexp.union(OPENER_BLOCK, CLOSER_BLOCK))
      node&.type == :html && pattern.match?(node.string_content)
    end

    def initialize(kind, subject, region, attributes)
      @kind = kind
      @subject = subject
      @region = region
      @attributes = attributes.to_s.split.to_h { |pair| pair.split("=", 2) }
    end

    # `code` and `diagnostics` name a file, all other kinds a snippet.
    def file?
      %w[code diagnostics].include?(kind)
    end

    # The snippets this may belong to, the likeliest first: a file is one by
    # itself, or one of a folder's.
    def snippets
      file? ? [subject.delete_suffix(File.extname(subject)), File.dirname(subject)] : [subject]
    end

    # The numbers of the lines to mark, of `mark=3-5,9`: the first line shown is 1.
    def marked
      @attributes["mark"].to_s.split(",").flat_map do |range|
        first, last = range.split("-").map(&:to_i)
        [*first..(last || first)]
      end
    end

    # What the id of the figure is made of.
    def label
      [kind, subject, region].compact.join("-").tr("/.", "--")
    end

    # What is wrong with it by itself, or nil.
    def fault
      return "unknown kind of block `#{kind}`#{near}" unless KINDS.include?(kind)

      "`#{subject}` is no path of a snippet. Write name/name, as below snippets/" unless SUBJECT.match?(subject)
    end

    private

    def near
      name = DidYouMean::SpellChecker.new(:dictionary => KINDS).correct(kind).first
      name ? ". Did you mean `#{name}`?" : ". There are #{KINDS.join(", ")}"
    end
  end
end
