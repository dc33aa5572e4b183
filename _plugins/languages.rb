# frozen_string_literal: true

require_relative "faults"

# A page is in the language its `lang` names, else in the site's. What the
# layouts say is in `_data/LANG.yml`, whose `root` is where that language lives.
module Languages
  module_function

  def arrange(site)
    (site.posts.docs + site.pages).each { |item| place(site, item) }
    leave_out_empty(site)
    (site.posts.docs + site.pages).select { |item| item.data["ref"] }.group_by { |item| item.data["ref"] }
         .each_value { |counterparts| introduce(site, counterparts) }
  end

  def place(site, item)
    named = [item.data["lang"], site.config["lang"]].map(&:to_s).find { |name| !name.empty? }
    lang = named[/\A\w*/].downcase
    unless site.data[lang].is_a?(Hash) && site.data[lang]["root"]
      Faults.tell(Faults.at(item, "lang"), "lang: #{lang} has no strings; write _data/#{lang}.yml")
      lang = site.config["lang"]
    end

    item.data["lang"] = lang
    return if lang == site.config["lang"] || item.is_a?(Jekyll::Page)

    item.data["permalink"] ||= site.data[lang]["root"].chomp("/") + site.config["permalink"]
  end

  # A further language that has no articles yet has nothing to list them by.
  def leave_out_empty(site)
    written = [site.config["lang"], *site.posts.docs.map { |post| post.data["lang"] }]
    site.pages.reject! { |page| %w[archive feed reference].include?(page.data["layout"]) && !written.include?(page.data["lang"]) }
  end

  # Pages of one `ref` say the same in several languages, and link to each other.
  def introduce(site, counterparts)
    same = counterparts.group_by { |item| item.data["lang"] }.values.find { |items| items.size > 1 }
    if same
      return Faults.tell(same.map(&:relative_path).join(", "),
                         "ref: #{same.first.data["ref"]} twice in one language; give one of them a word of its own")
    end
    return if counterparts.size < 2

    links = counterparts.map do |item|
      { "lang" => item.data["lang"], "url" => item.url, "name" => site.data[item.data["lang"]]["language"] }
    end
    counterparts.each { |item| item.data["translations"] = links.sort_by { |link| link["lang"] } }
  end
end

Jekyll::Hooks.register :site, :post_read, :priority => :high do |site|
  Languages.arrange(site)
end
