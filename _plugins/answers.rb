# frozen_string_literal: true

require "cgi"

# The questions that a post answers, each with its section: `answers` in its head.
module Answers
  module_function

  # Of POST, whose content is converted.
  def check(post)
    answers = post.data["answers"] or return

    fault(post, "a question and the id of its section to a line, as \"What is it?: section\"") unless answers.is_a?(Hash)
    lost = answers.values.map(&:to_s).reject { |id| post.content.include?(%( id="#{CGI.escapeHTML(id)}")) }
    fault(post, "no section has the id #{lost.join(", ")}") if lost.any?
  end

  def fault(post, message)
    raise Jekyll::Errors::FatalException, "#{post.relative_path}: answers: #{message}"
  end
end

Jekyll::Hooks.register :documents, :post_convert do |post|
  Answers.check(post)
end
