# frozen_string_literal: true

module Article
  # The pair of comments round an embedded snippet. An opener says what is
  # shown, `<!-- snip KIND SUBJECT key=value… -->`; its fence and a closer follow
  # as siblings.
  class Directive
    OPENER = /<!--[ \t]+snip[ \t]+([a-z]+)[ \t]+([^\s#]+)(?:#(\S+))?(?:[ \t]+[a-z_]+=\S+)*[ \t]+-->/.freeze
    CLOSER = %r{<!--[ \t]+/snip(?:[ \t]+\h+)?[ \t]+-->}.freeze

    # A whole HTML block, as the parser gives it.
    OPENER_BLOCK = /\A\s*#{OPENER}\s*\z/.freeze
    CLOSER_BLOCK = /\A\s*#{CLOSER}\s*\z/.freeze

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

    def initialize(kind, subject, region)
      @kind = kind
      @subject = subject
      @region = region
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

    # What the id of the figure is made of.
    def label
      [kind, subject, region].compact.join("-").tr("/.", "--")
    end
  end
end
