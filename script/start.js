// What runs before the page's program: theme and language for the first paint, a look at what the
// browser or the place lacks, and the start of worker and program. It is no part of index.html, since
// a site's policy may forbid scripts inside pages, and it needs nothing that an old browser lacks
// before it has said so. What it says it says in the visitor's language, on the page.
//
// To add an obstacle: a case in `obstacle` and a function of its name in both languages of WORDS.
(function () {
  "use strict";

  var root = document.documentElement;
  // The text about scripts that do not run goes (style/base.css).
  root.dataset.scripts = "run";

  // Trusted Types: a string becomes markup or a script's address only through here. Names may be
  // anybody's; what they bring along unescaped is refused, as every tag is that could load, run or
  // lead somewhere, and every attribute that runs or styles.
  var TAG = /<\/?([a-zA-Z][a-zA-Z0-9]*)((?: [a-zA-Z-]+(?:="[^"<>]*")?)*) ?\/?>/g;
  var TAGS = (
    "b br button circle code dd div dl dt ellipse em g h1 h2 h3 h4 hr i kbd li line ol p path " +
    "polygon polyline rect small span strong sub sup svg table tbody td text th thead tr tspan ul"
  ).split(" ");
  if (window.trustedTypes) {
    trustedTypes.createPolicy("default", {
      createHTML: function (markup) {
        var sound = true;
        var rest = markup.replace(TAG, function (all, tag, attributes) {
          // Values may be anybody's words.
          var names = attributes.replace(/="[^"]*"/g, "");
          sound = sound && TAGS.indexOf(tag) >= 0 && !/ (?:on|style\b)/i.test(names);
          return "";
        });
        return sound && !/[<>]/.test(rest) ? markup : null;
      },
      // A script that lies beside the page.
      createScriptURL: function (address) {
        var url = new URL(address, document.baseURI);
        var folder = new URL(".", document.baseURI);
        var file = url.href.slice(folder.href.length);
        var beside = url.href === folder.href + file && /^[\w-]+\.js$/.test(file);
        return beside ? url.href : null;
      },
    });
  }

  // Theme and language as the page itself will choose them: the link, then what was remembered,
  // then the browser. What a link suffers on its way is taken off, and of two the last counts, as in
  // app/link.
  var hash = location.hash.replace(/&(?:(?:amp|#0*38|#x0*26);)+/gi, "&");
  function plain(text) {
    try {
      text = decodeURIComponent(text);
    } catch (error) {
      // No escapes: it is the text itself.
    }
    return text.replace(/[\\\s\u00ad\u200b-\u200d\u2060]/g, "");
  }
  function asked(key) {
    var value = null;
    hash.split("&").forEach(function (entry) {
      var parts = entry.split("=").map(plain);
      if (parts[0].replace(/^#+/, "") === key && parts[1]) value = parts[1].replace(/\/+$/, "");
    });
    return value;
  }
  function remembered(key) {
    try {
      return localStorage.getItem("neural-playground." + key);
    } catch (error) {
      return null;
    }
  }
  function first(names, choices) {
    return choices.filter(function (choice) {
      return names.indexOf(choice) >= 0;
    })[0];
  }
  var theme = first(["system", "light", "dark"], [asked("theme"), remembered("theme"), "system"]);
  if (theme === "system") {
    theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }
  root.dataset.theme = theme;
  document.querySelector("meta[name=color-scheme]").content = "only " + theme;
  var own = (navigator.language || "en").slice(0, 2);
  root.lang = first(["en", "ko"], [asked("lang"), remembered("lang"), own, "en"]);

  // The page's program asks for its Korean words before it shows anything; by then they are there.
  var korean = document.querySelector("meta[name=korean]").content;
  if (root.lang === "ko" && korean) {
    var ahead = document.createElement("link");
    Object.assign(ahead, { rel: "preload", as: "fetch", crossOrigin: "anonymous", href: korean });
    document.head.appendChild(ahead);
  }

  // What is said: what is missing, and what to do about it.
  var WORDS = {
    en: {
      again: "Try again",
      open: "Open it in a tab",
      address: "The address of this page",
      lack: function (names) {
        return [
          "This page trains a neural network in your browser, and this browser lacks what that needs: " + names + ".",
          "It works in Chrome and Edge 97, Firefox 114, Safari 16.4 and anything newer.",
        ];
      },
      assembly: function () {
        return [
          "This page trains a neural network in your browser, and this browser lacks what that needs: WebAssembly.",
          "Apple’s Lockdown Mode switches it off. To except this site: on an iPhone or iPad tap the button beside the address in Safari, then the settings of the website, and switch Lockdown Mode off there; on a Mac choose Safari, Settings for this website.",
          "Otherwise it works in Chrome and Edge 97, Firefox 114, Safari 16.4 and anything newer.",
        ];
      },
      policy: function () {
        return [
          "This page trains a neural network in your browser, by WebAssembly, and a security policy of this site forbids that.",
          "Whoever runs the site can allow it: in the header Content-Security-Policy, script-src needs 'wasm-unsafe-eval'.",
        ];
      },
      frame: function () {
        return [
          "This page stands in a frame of another page that forbids it what it needs: the frame’s sandbox lacks allow-same-origin.",
          "Open this address in a tab of its own:",
        ];
      },
      disk: function () {
        return [
          "This page was opened as a file from a disk, and browsers let such a page load nothing: it needs a web server.",
          "Any will do. With Python, for example, run “python3 -m http.server” in the page’s folder and open http://localhost:8000.",
        ];
      },
      status: function (file, status) {
        return ["A part of this page could not be loaded: the server answers " + status + " for " + file + ".", "If it stays so, whoever runs the site must put all files of the page there anew."];
      },
      type: function (file, type) {
        return [
          "A part of this page could not be loaded: the server sends " + file + " as “" + type + "”.",
          "Whoever runs the site can mend it: the header Content-Type of such files must be “text/javascript”.",
        ];
      },
      unreached: function (file) {
        return [
          "A part of this page could not be loaded: " + file + ".",
          "Check the connection and try again. If it stays so, a security policy of this site may forbid it: the header Content-Security-Policy needs connect-src 'self' and script-src 'self'.",
        ];
      },
      damaged: function (file) {
        return ["A part of this page arrived damaged: " + file + ".", "Try again. If it stays so, whoever runs the site must put all files of the page there anew."];
      },
      broken: function () {
        return ["This page broke off while it was being built.", "Try again. What happened is in the browser’s console."];
      },
      unstyled: function (file) {
        return ["A style sheet of this page could not be loaded, so it looks wrong: " + file + ".", "Try again. If it stays so, the server must have the file and send it as “text/css”."];
      },
    },
    ko: {
      again: "다시 시도",
      open: "새 탭에서 열기",
      address: "이 페이지의 주소",
      lack: function (names) {
        return [
          "이 페이지는 브라우저 안에서 신경망을 학습시키는데, 이 브라우저에는 필요한 기능이 없습니다: " + names + ".",
          "Chrome·Edge 97, Firefox 114, Safari 16.4 이상에서 사용할 수 있습니다.",
        ];
      },
      assembly: function () {
        return [
          "이 페이지는 브라우저 안에서 신경망을 학습시키는데, 이 브라우저에는 필요한 기능이 없습니다: WebAssembly.",
          "Apple의 차단 모드(Lockdown Mode)는 이 기능을 끕니다. 이 사이트만 제외하려면 iPhone이나 iPad에서는 Safari의 주소 옆 버튼을 누르고 웹사이트 설정에서 차단 모드를 끄세요. Mac에서는 Safari 메뉴의 ‘이 웹사이트 설정’에서 끄세요.",
          "그 밖에는 Chrome·Edge 97, Firefox 114, Safari 16.4 이상에서 사용할 수 있습니다.",
        ];
      },
      policy: function () {
        return [
          "이 페이지는 WebAssembly로 브라우저 안에서 신경망을 학습시키는데, 이 사이트의 보안 정책이 이를 막고 있습니다.",
          "사이트 운영자는 Content-Security-Policy 헤더의 script-src에 'wasm-unsafe-eval'을 넣어 허용할 수 있습니다.",
        ];
      },
      frame: function () {
        return [
          "이 페이지는 다른 페이지의 프레임 안에 있는데, 프레임의 sandbox에 allow-same-origin이 없어 필요한 기능을 쓸 수 없습니다.",
          "다음 주소를 새 탭에서 여세요.",
        ];
      },
      disk: function () {
        return [
          "이 페이지를 디스크의 파일로 열었습니다. 브라우저는 이런 페이지가 다른 파일을 불러오지 못하게 하므로 웹 서버가 필요합니다.",
          "어떤 서버든 됩니다. 예를 들어 Python이 있으면 페이지의 폴더에서 “python3 -m http.server”를 실행하고 http://localhost:8000 주소를 여세요.",
        ];
      },
      status: function (file, status) {
        return ["페이지의 일부를 불러오지 못했습니다. 서버의 응답: " + status + ", 파일: " + file + ".", "계속 이러면 사이트 운영자가 페이지의 모든 파일을 다시 올려야 합니다."];
      },
      type: function (file, type) {
        return [
          "페이지의 일부를 불러오지 못했습니다. 서버가 보낸 형식: “" + type + "”, 파일: " + file + ".",
          "사이트 운영자는 이런 파일의 Content-Type 헤더를 “text/javascript”로 바꾸어야 합니다.",
        ];
      },
      unreached: function (file) {
        return [
          "페이지의 일부를 불러오지 못했습니다: " + file + ".",
          "연결을 확인하고 다시 시도하세요. 계속 이러면 사이트의 보안 정책이 막고 있을 수 있습니다. Content-Security-Policy 헤더에 connect-src 'self'와 script-src 'self'가 필요합니다.",
        ];
      },
      damaged: function (file) {
        return ["페이지의 일부가 손상된 채 도착했습니다: " + file + ".", "다시 시도하세요. 계속 이러면 사이트 운영자가 페이지의 모든 파일을 다시 올려야 합니다."];
      },
      broken: function () {
        return ["페이지를 만들다가 중단되었습니다.", "다시 시도하세요. 자세한 내용은 브라우저의 콘솔에 있습니다."];
      },
      unstyled: function (file) {
        return ["페이지의 스타일 시트를 불러오지 못해 모양이 올바르지 않습니다: " + file + ".", "다시 시도하세요. 계속 이러면 서버에 파일이 있는지, “text/css” 형식으로 보내는지 확인해야 합니다."];
      },
    },
  };

  // Says one of the above; below it the address to open elsewhere, or a way to try again.
  function say(what, details) {
    var words = WORDS[root.lang];
    var place = document.getElementById("unsupported");
    function add(tag, text, fields) {
      var element = place.appendChild(document.createElement(tag));
      element.textContent = text;
      return Object.assign(element, fields);
    }
    place.textContent = "";
    add("h1", document.title);
    words[what].apply(null, details || []).forEach(function (sentence) {
      add("p", sentence);
    });
    place.hidden = false;
    if (what === "frame") {
      var field = add("input", "", { type: "text", className: "text", readOnly: true, value: location.href });
      field.setAttribute("aria-label", words.address);
      field.onfocus = field.select;
      field.focus();
      // In a frame that nobody has clicked into, the focus is the other page's.
      field.select();
      // Where the frame forbids this as well, the address is at hand.
      add("a", words.open, { className: "button", href: location.href, target: "_blank", rel: "noopener" });
    } else if (["lack", "assembly", "policy", "disk"].indexOf(what) < 0) {
      add("button", words.again, { type: "button", className: "button" }).onclick = function () {
        location.reload();
      };
    }
  }

  // What the page cannot do without here, as arguments of `say`.
  function obstacle() {
    // A module with one function that makes a vector and drops it.
    var simd = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 9, 1, 7, 0, 65, 0, 253, 15, 26, 11];
    if (location.protocol === "file:") {
      return ["disk"];
    }
    if (typeof WebAssembly !== "object") {
      return ["assembly"];
    }
    var missing = [];
    if (!WebAssembly.validate(new Uint8Array(simd))) {
      missing.push("WebAssembly SIMD");
    }
    if (typeof Worker !== "function") {
      missing.push("Web Workers");
    }
    if (missing.length) {
      return ["lack", [missing.join(", ")]];
    }
    // No origin is the worker's, not even the page's own.
    if (self.origin === "null") {
      return ["frame"];
    }
    try {
      new WebAssembly.Module(new Uint8Array(simd));
    } catch (error) {
      return ["policy"];
    }
    return null;
  }

  // A site's policy may forbid the worker, which its own error does not say; the page asks here.
  addEventListener("securitypolicyviolation", function (event) {
    if (event.effectiveDirective === "worker-src" && event.disposition === "enforce") {
      window.workerForbidden = true;
    }
  });

  // The worker starts while the page's program is still on its way. What it says until that listens
  // is kept; if it fails, the page starts its own and hears why.
  function startWorker() {
    window.earlyWorker = null;
    try {
      var worker = new Worker(document.querySelector("meta[name=worker]").content);
      var early = { worker: worker, told: [] };
      worker.onmessage = function (event) {
        early.told.push(event);
      };
      worker.onerror = function (event) {
        event.preventDefault();
        worker.terminate();
        window.earlyWorker = null;
      };
      window.earlyWorker = early;
    } catch (error) {
      window.earlyWorker = null;
    }
  }

  function named(address) {
    return new URL(address, document.baseURI).pathname.split("/").pop();
  }

  // Why a file did not come, as far as the server tells.
  function inquire(address) {
    fetch(address, { method: "HEAD" }).then(
      function (response) {
        var type = response.headers.get("Content-Type") || "";
        if (!response.ok) {
          say("status", [named(address), response.status]);
        } else if (/\.js$/.test(address) && !/(?:java|ecma)script/.test(type)) {
          say("type", [named(address), type]);
        } else {
          say("damaged", [named(address)]);
        }
      },
      function () {
        say("unreached", [named(address)]);
      }
    );
  }

  // Fetches the page's program and runs it. It removes #loading when it stands.
  function startPage() {
    var script = document.querySelector("meta[name=app]").content;
    var program = document.querySelector("meta[name=program]").content;
    function failed(error, address) {
      document.getElementById("loading").hidden = true;
      console.error(error);
      if (error instanceof WebAssembly.RuntimeError) {
        say("broken");
      } else {
        inquire(address);
      }
    }
    import(new URL(script, document.baseURI).href).then(
      function (module) {
        module.default({ module_or_path: program }).catch(function (error) {
          failed(error, program);
        });
      },
      function (error) {
        failed(error, script);
      }
    );
  }

  var lacks = obstacle();
  if (!lacks) {
    startWorker();
  }
  var sheets = [];
  function tellOfSheets() {
    if (sheets.length) {
      say("unstyled", [sheets.join(", ")]);
    }
  }
  addEventListener(
    "error",
    function (event) {
      if (event.target.rel === "stylesheet") {
        sheets.push(named(event.target.href));
        if (document.readyState !== "loading") {
          tellOfSheets();
        }
      }
    },
    true
  );
  addEventListener("DOMContentLoaded", function () {
    document.getElementById("scripts-off").hidden = true;
    if (lacks) {
      say(lacks[0], lacks[1]);
      return;
    }
    tellOfSheets();
    document.getElementById("loading").hidden = false;
    startPage();
  });
})();
