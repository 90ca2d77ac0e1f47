// Says in words why a passkey did not work; without it the browser's own silence would be all.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const place = document.getElementById("passkey_problem");
  if (place) {
    place.hidden = false;
    place.focus();
  }
});
