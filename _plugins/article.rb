# frozen_string_literal: true

# The site's Markdown: CommonMark by jekyll-commonmark, rendered by
# Article::Renderer. Named by `markdown: Article` in _config.yml.

require "digest"
require "json"

require_relative "article/renderer"

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
  # record, string or plugin would leave pages stale. This gives the cache a key
  # that covers all of them.
  module KeyedCache
    # To be called when the site has been read, before anything is converted.
    def site=(site)
      setup
      @parser.site = site
    end

    # The language of what is converted next.
    def lang=(lang)
      @parser.lang = lang
    end

    def convert(content)
      setup
      @cache.getset(@parser.cache_key(content)) { @parser.convert(content) }
    end
  end
end

module Jekyll
  module Converters
    class Markdown
      prepend ::Article::KeyedCache

      # The processor: what Jekyll makes of `markdown: Article`.
      class Article < CommonMark
        def initialize(config)
          super
          @baseurl = config["baseurl"].to_s.chomp("/")
          @records = ::Article::Records.new({})
          @languages = {}
          @strings = {}
        end

        def site=(site)
          @records = ::Article::Records.read(site)
          @languages = site.data
          self.lang = site.config["lang"]
        end

        def lang=(lang)
          @strings = @languages[lang] || {}
        end

        def cache_key(content)
          records = ::Article::Directive.all_in(content).map { |d| @records.for(d) }
          JSON.generate([::Article::CODE_DIGEST, @strings, records, content])
        end

        def convert(content)
          document = CommonMarker.render_doc(content, @parse_options, @extensions)
          ::Article::Renderer.new(
            :options => @render_options, :extensions => @extensions,
            :records => @records, :strings => @strings, :baseurl => @baseurl
          ).render(document)
        end
      end
    end
  end
end

Jekyll::Hooks.register :site, :post_read do |site|
  site.find_converter_instance(Jekyll::Converters::Markdown).site = site
end

Jekyll::Hooks.register %i[pages documents], :pre_render do |item|
  item.site.find_converter_instance(Jekyll::Converters::Markdown).lang = item.data["lang"]
end
