// A page that could not be made (<body data-again="5">) looks every so many seconds whether it can be
// by now, and comes again only then: nobody is thrown out of what they read. Without scripts the page
// loads itself again.

const SECOND = 1000;
const seconds = Number(document.body?.dataset["again"] ?? 0);

if (seconds > 0) {
  later();
}

function later(): void {
  setTimeout(() => void look(), seconds * SECOND);
}

async function look(): Promise<void> {
  if (document.hidden) return later();
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.ok) return location.reload();
  } catch (error) {
    console.debug(error);
  }
  later();
}
