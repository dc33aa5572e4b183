# frozen_string_literal: true

# The site's Markdown: CommonMark by jekyll-commonmark, rendered by
# Article::Renderer. Named by `markdown: Article` in _config.yml.

require "digest"
require "json"
require "rouge/version"

require_relative "article/renderer"
require_relative "article/check"

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

      @cache.getset(parser.cache_key(content)) { parser.convert(content) }
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
          @material = ::Article::Material.new(:baseurl => config["baseurl"].to_s.chomp("/"))
          self.data = {}
        end

        # To be called when the site has been read, before anything is converted.
        def site=(site)
          @material = ::Article::Material.new(
            :records => ::Article::Records.of(site), :sources => ::Article::Sources.of(site),
            :calls => ::Article::Calls.new(site.data["calls"]), :baseurl => @material.baseurl
          )
          self.data = site.data
        end

        # The language of the page that is made now: its figures speak it.
        def lang=(lang)
          @lang = @digests.key?(lang) ? lang : @default
        end

        # What the page of CONTENT depends on, as a digest.
        def cache_key(content)
          shown = ::Article::Directive.all_in(content).map { |directive| @material.seen(directive) }
          Digest::SHA256.hexdigest([*@digests[@lang], *shown, content].join("\0"))
        end

        def convert(content)
          document = CommonMarker.render_doc(content, @parse_options, @extensions)
          ::Article::Renderer.new(
            :options => @render_options, :extensions => @extensions,
            :material => @material, :strings => @data[@lang] || {}
          ).render(document)
        end

        private

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
  converter = site.find_converter_instance(Jekyll::Converters::Markdown)
  converter.parser.site = site
  check = Article::Check.new(converter.parser.material.records)
  documents = site.posts.docs + site.pages.select { |page| converter.matches(page.ext) }
  documents.each { |document| check.check(document) }
end

Jekyll::Hooks.register [:posts, :pages], :pre_render do |document|
  document.site.find_converter_instance(Jekyll::Converters::Markdown).parser.lang = document.data["lang"]
end

