# frozen_string_literal: true

# The site's Markdown: CommonMark by jekyll-commonmark, rendered by
# Article::Renderer. Named by `markdown: Article` in _config.yml.

require "digest"
require "json"
require "rouge/version"

require_relative "article/renderer"
require_relative "article/place"
require_relative "faults"

module Article
  # What a cached page depends on besides its text, the site's data and
  # _config.yml (whose changes make Jekyll drop the whole cache). Taken once, as
  # the plugins are loaded: a watching Jekyll keeps running the plugins it
  # loaded, whatever becomes of the files.
  CODE_DIGEST = Digest::SHA256.new.tap do |digest|
    Dir[File.join(__dir__, "**", "*.rb")].sort.each { |file| digest << File.binread(file) << "\0" }
    digest << CommonMarker::VERSION << "\0" << Rouge.version
  end.hexdigest.freeze

  # Jekyll caches converted Markdown under its text alone, so that a changed
  # record, string, program or plugin would leave pages stale. This gives the
  # cache a key that covers all of them.
  module KeyedCache
    # What is shorter is converted faster than it is found on disk: introductions.
    SHORT = 1000

    # The one parser, which Jekyll makes when it is first asked for.
    def parser
      setup
      @parser
    end

    def convert(content)
      return parser.convert(content) if content.length < SHORT

      key = parser.cache_key(content)
      return @cache[key] if @cache.key?(key)

      known = Faults.size
      html = parser.convert(content)
      # What is wrong is told each time.
      @cache[key] = html if Faults.size == known
      html
    end
  end
end

module Jekyll
  module Converters
    class Markdown
      prepend ::Article::KeyedCache

      # The processor: what Jekyll makes of `markdown: Article`.
      class Article < CommonMark
        # What the figures of the site that was read are made of.
        attr_reader :material

        def initialize(config)
          super
          @default = config["lang"]
          @material = ::Article::Material.new(:baseurl => config["baseurl"].to_s.chomp("/"), :repository => config["repository"])
          self.data = {}
        end

        # To be called when the site has been read, before anything is converted.
        def site=(site)
          @material = ::Article::Material.new(
            :records => ::Article::Records.of(site), :sources => ::Article::Sources.of(site),
            :calls => ::Article::Calls.new(site.data["calls"]), **@material.to_h.slice(:baseurl, :repository)
          )
          self.data = site.data
          @reading = ::Article::Reading.new(site)
        end

        # The page that is made now. Its figures speak its language, and are verified only
        # as far as they stand in its file, and snip reads that.
        def page=(page)
          self.lang = page.data["lang"]
          @page = ::Article::Place.new(page, @reading)
          @page.unrendered.each { |where| Faults.tell(where, @page.unread) }
        end

        # The language of the text that is converted next.
        def lang=(lang)
          @lang = @digests.key?(lang) ? lang : @default
        end

        # What the page of CONTENT depends on, as a digest.
        def cache_key(content)
          shown = ::Article::Directive.all_in(content).map { |directive| @material.seen(directive) }
          Digest::SHA256.hexdigest([*@digests[@lang], *shown, *(@page&.key(content) unless shown.empty?), content].join("\0"))
        end

        def convert(content)
          document = CommonMarker.render_doc(content, @parse_options, @extensions)
          ::Article::Renderer.new(
            :options => @render_options, :extensions => @extensions,
            :material => @material, :strings => @data[@lang] || {}, :verify => ->(fault, node) { verify(content, fault, node) }
          ).render(document)
        end

        # The figures of a page of CONTENT, as it will have them: ids, directives, texts.
        def figures(content)
          anchors = ::Article::Anchors.new
          CommonMarker.render_doc(content, @parse_options, @extensions).walk.filter_map do |node|
            next anchors.heading(node) && nil if node.type == :header

            directive = node.type == :code_block && ::Article::Directive.around(node)
            [anchors.figure(directive), directive, node.string_content] if directive
          end
        end

        private

        # Tells what is wrong with the block of CONTENT that the HTML block NODE opens,
        # which FAULT (nil: nothing) says of itself, and returns it.
        def verify(content, fault, node)
          fault = (@page.unread || @page.foreign(node) || fault) if @page
          Faults.tell(@page.where(content, node), fault) if fault && @page
          fault
        end

        # What every page depends on, by its language: plugins, strings, tables.
        def data=(data)
          @data = data
          @digests = [@default, *data.keys].uniq.to_h do |lang|
            [lang, [::Article::CODE_DIGEST, lang, Digest::SHA256.hexdigest(JSON.generate([data[lang], data["calls"]]))]]
          end
          self.lang = @default
        end
      end
    end
  end
end

Jekyll::Hooks.register :site, :post_read do |site|
  site.find_converter_instance(Jekyll::Converters::Markdown).parser.site = site
end

Jekyll::Hooks.register [:documents, :pages], :pre_render do |document|
  document.site.find_converter_instance(Jekyll::Converters::Markdown).parser.page = document
end
