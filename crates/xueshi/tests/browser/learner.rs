//! The tour's way through courses, lessons of every kind and the examination.

use super::pages::Tour;
use super::this_year;

impl Tour {
    /// The year's course and a lesson of each kind, each in front of somebody whose time counts.
    pub(crate) async fn learner(&mut self) {
        self.see("/courses").await;
        let courses = "return Array.from(document.querySelectorAll('main h3 a'), link => link.getAttribute('href'))";
        let courses: Vec<String> = serde_json::from_value(self.page.run(courses).await).expect("addresses");
        for course in &courses {
            self.see(course).await;
            let lessons =
                "return Array.from(document.querySelectorAll('main li h3 a'), link => link.getAttribute('href'))";
            let lessons: Vec<String> = serde_json::from_value(self.page.run(lessons).await).expect("addresses");
            for lesson in &lessons {
                self.see(lesson).await;
                if self.page.count("video track").await > 0 {
                    let captions = self.link_of("video track", "src").await;
                    self.inspection.fetch(&captions, "text/vtt").await;
                    self.inspection.keep_for_guide("lesson", "main video").await;
                }
                if self.page.count("iframe[data-package]").await > 0 {
                    let package = self.link_of("iframe[data-package]", "src").await;
                    self.inspection.fetch(&package, "text/html").await;
                    self.inspection.fetch("/packages/closed", "text/html").await;
                }
            }
            if self.page.count("[data-document]").await > 0 {
                self.document().await;
            }
        }
    }

    /// A PDF that the page draws, and whose words can be read out.
    async fn document(&mut self) {
        let text = "return document.querySelector('.leaf[data-drawn] .leaf-text')?.textContent ?? ''";
        self.page.until(text, "学时从哪里来").await;
        let file = self.link_of("[data-document]", "data-document").await;
        self.inspection.fetch(&file, "application/pdf").await;
        let library = self.link_of("[data-document]", "data-library").await;
        self.inspection.fetch(&format!("{library}pdf.min.mjs"), "text/javascript").await;
    }

    /// The paper of somebody who has studied, until its result.
    pub(crate) async fn examination(&mut self) {
        self.see(&format!("/exams/{}", this_year())).await;
        self.press_and_see("form[action$='/attempts'] button").await;
        let paper = self.page.path().await;
        self.inspection.keep_for_guide("paper", "fieldset.question").await;
        self.see(&format!("{paper}/submission")).await;
        self.press_and_see("form[action$='/submission'] button").await;
    }
}
