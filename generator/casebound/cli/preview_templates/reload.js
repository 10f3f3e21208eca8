(function () {
  "use strict";
  let shown = null;
  function poll() {
    fetch("/__version").then(function (response) { return response.text(); }).then(function (version) {
      if (shown !== null && version !== shown) location.reload();
      shown = version;
    }).catch(function () {}).finally(function () { setTimeout(poll, 300); });
  }
  poll();
})();
