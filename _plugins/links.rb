# frozen_string_literal: true

require "addressable"
require "cgi"
require "did_you_mean"

require_relative "article/renderer"
require_relative "faults"
require_relative "heads"
require_relative "prose"

# Links of Markdown files to what is on the site: pages, their sections, pictures.
module Links
  Link = Struct.new(:item, :place, :url, :picture)

  ELSEWHERE = Article::Renderer::ELSEWHERE
  LIQUID = /\{[{%]|%7B(?:%7B|%25)/.freeze
  ATTRIBUTE = /\s(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)')/i.freeze

  @found = []

  module_function

  def forget
    @found.clear
  end

  # Keeps what PROSE links to: whether it is there is known when all pages are made.
  def note(prose)
    all = prose.nodes(:link, :image).map { |node| [node.sourcepos[:start_line], Article::Renderer.composed(node.url.to_s), node.type == :image] }
    all += prose.nodes(:html, :inline_html).flat_map { |node| attributes(node) }
    all.each do |line, url, picture|
      @found << Link.new(prose.item, prose.at(line), url, picture) unless ELSEWHERE.match?(url) || LIQUID.match?(url)
    end
  end

  def decoded(part)
    Addressable::URI.unencode(part).scrub
  end

  def attributes(node)
    html = Prose.html(node)
    html.to_enum(:scan, /<(\w+)[^>]*>/).flat_map do
      tag = Regexp.last_match
      line = node.sourcepos[:start_line] + tag.pre_match.count("\n")
      tag[0].scan(ATTRIBUTE).map { |quoted| [line, CGI.unescapeHTML(quoted.compact.first), tag[1].casecmp?("img")] }
    end
  end

  # The picture that others show with a link to a post.
  def note_picture(post)
    image = post.data["image"]
    return if !image.is_a?(String) || ELSEWHERE.match?(image)

    @found << Link.new(post, Faults.at(post, "(?:image|header)"), Article::Renderer.composed("/#{image.delete_prefix("/")}"), true)
  end

  # Tells of each link that leads nowhere.
  def check(site)
    return if @found.empty?

    targets = Targets.new(site)
    @found.each do |link|
      fault = targets.fault(link)
      Faults.tell(link.place, fault) if fault
    end
  end

  # What is on the site to be linked to.
  class Targets
    def initialize(site)
      @site = site
      @baseurl = site.config["baseurl"].to_s.chomp("/")
      @items = {}
      site.each_site_file { |item| @items[address(item)] = item }
    end

    # What is wrong with LINK, nil where there is what it leads to.
    def fault(link)
      return "this link leads nowhere; give it an address" if link.url.strip.empty?

      path, fragment = resolve(link)
      item = @items[path] || @items["#{path.chomp("/")}/"]
      return missing(link, path) unless item

      anchor_fault(item, path, fragment) unless fragment.empty? || fragment.start_with?(":~:")
    rescue Addressable::URI::InvalidURIError
      "#{link.url} is no address"
    end

    private

    # As it is written in a link: of a page that is a folder's, the folder.
    def address(item)
      item.destination(@site.dest).delete_prefix(@site.dest).unicode_normalize(:nfc).delete_suffix("index.html")
    end

    def resolve(link)
      uri = Addressable::URI.join("http://site#{link.item.url}", link.url)
      path = Links.decoded(uri.path)
      path = path.delete_prefix(@baseurl) if path.start_with?("#{@baseurl}/")
      [path.delete_suffix("index.html"), Links.decoded(uri.fragment.to_s)]
    end

    def missing(link, path)
      return if Heads.left_out?(path)

      kind = "picture " if link.picture
      "there is no #{kind}#{path}; #{meant(path, @items.keys + files.keys) || "correct the address, or add what it names"}"
    end

    # A heading that is not there, or gone.
    def anchor_fault(item, path, fragment)
      return unless item.respond_to?(:output_ext) && item.output_ext == ".html" && item.output

      ids = anchors(item)
      "#{path} has no ##{fragment}; #{meant(fragment, ids, "#") || "correct what follows the #"}" unless ids.include?(fragment)
    end

    # Inside code `<` is escaped, so that nothing shown looks like a tag.
    def anchors(item)
      @anchors ||= {}
      @anchors[item] ||= item.output.scan(/<[a-z][^>]*?\s(?:id|name)="([^"]*)"/).map { |found| CGI.unescapeHTML(found.first) }
    end

    # A post may be named by its file, as editors and code hosts follow it.
    def files
      @files ||= @site.posts.docs.to_h { |post| ["/#{File.basename(post.relative_path)}", address(post)] }
    end

    def meant(name, known, sign = "")
      file = files["/#{File.basename(name)}"]
      near = file || DidYouMean::SpellChecker.new(:dictionary => known).correct(name).first
      "did you mean #{sign}#{near}?" if near
    end
  end
end

Jekyll::Hooks.register :site, :after_reset do
  Links.forget
end

Jekyll::Hooks.register :site, :post_render do |site|
  site.posts.docs.each { |post| Links.note_picture(post) }
  Links.check(site)
end
