# frozen_string_literal: true

require_relative "article"
require_relative "article/names"

# The indexes of /reference/: each error, call, option and state by name, with the figures that
# show it. They are made of what pages show, and nothing else is in them.
class Reference < Jekyll::Generator
  # One place where a name is shown.
  Place = Struct.new(:name, :program, :title, :url, :kind, :part)

  def generate(site)
    @parser = site.find_converter_instance(Jekyll::Converters::Markdown).parser
    table = site.data["reference"]
    @names = Article::Names.new(table, @parser.material.calls)
    @cache = Jekyll::Cache.new("Reference #{Digest::SHA256.hexdigest(JSON.generate(table))}")
    shown = (site.posts.docs + site.pages).select { |page| Article::Directive.all_in(page.content.to_s).any? }
    site.data["indexes"] = shown.group_by { |page| page.data["lang"] }.transform_values { |pages| indexes(pages) }
  end

  private

  def indexes(pages)
    places = Hash.new { |hash, what| hash[what] = [] }
    pages.each do |page|
      places_in(page).each { |what, found| places[what].concat(found.map { |place| Place.new(*place) }) unless found.empty? }
    end
    (Article::Names::KINDS.keys & places.keys).map { |what| { "name" => what, "entries" => entries(what, places[what]) } }
  end

  # The places of PAGE, by what is named there. A page that has not changed is not read again.
  def places_in(page)
    @parser.lang = page.data["lang"]
    @cache.getset([page.url, @parser.cache_key(page.content)].join(" ")) do
      @parser.figures(page.content).each_with_object({}) do |(id, directive, text), places|
        names = @names.in(directive.kind, text, @parser.material.own(directive) | Article::Calls.defined_in(text))
        names.each { |what, found| (places[what] ||= []).concat(found.map { |name| [name, *place(directive), "#{page.url}##{id}", *view(directive)] }) }
      end
    end
  end

  # The program behind DIRECTIVE, and what it shows.
  def place(directive)
    record = @parser.material.records.for(directive)
    [record ? record["snippet"] : directive.subject, record && record["title"]]
  end

  # What kind of figure it is, and of a source which part.
  def view(directive)
    [directive.kind, ([File.basename(directive.subject), directive.region].compact.join(" ") if directive.kind == "code")]
  end

  def entries(what, places)
    places.group_by(&:name).sort.map do |name, found|
      {
        "name" => name, "text" => (Article::Names::ERRORS[name] if what == "errors"), "manual" => @names.manual(what, name),
        "programs" => found.group_by(&:program).map { |program, figures| program(program, figures) },
      }
    end
  end

  def program(name, figures)
    {
      "name" => name, "title" => figures.first.title,
      "figures" => figures.map { |figure| { "url" => figure.url, "kind" => figure.kind, "part" => figure.part } },
    }
  end
end
