# frozen_string_literal: true

require "cgi"

require_relative "faults"

# The questions that a post answers, each with its section: `answers` in its head.
module Answers
  module_function

  # Of POST, whose content is converted.
  def check(post)
    answers = post.data["answers"] or return

    return fault(post, "write a question and the id of its section to a line, as `What is it?: section`") unless answers.is_a?(Hash)

    lost = answers.values.map(&:to_s).reject { |id| post.content.include?(%( id="#{CGI.escapeHTML(id)}")) }
    fault(post, "no section has the id #{lost.join(", ")}") if lost.any?
  end

  def fault(post, message)
    Faults.tell(Faults.at(post, "answers"), "answers: #{message}")
  end
end

Jekyll::Hooks.register :documents, :post_convert do |post|
  Answers.check(post)
end
