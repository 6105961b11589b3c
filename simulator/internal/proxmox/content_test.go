package proxmox

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
)

// fileServer serves the example image, also packed, and a way out of the loopback range.
func fileServer(t *testing.T) string {
	t.Helper()

	listener, err := net.Listen("tcp4", "127.21.1.9:0")
	if err != nil {
		t.Fatal(err)
	}

	content := exampleImage.Encode()

	var packed bytes.Buffer

	zipped := gzip.NewWriter(&packed)
	_, _ = zipped.Write(content)
	_ = zipped.Close()

	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, asked *http.Request) {
		switch asked.URL.Path {
		case "/talos.qcow2":
			w.Header().Set("Content-Type", "application/octet-stream")
			http.ServeContent(w, asked, "", exampleTime, bytes.NewReader(content))
		case "/talos.raw.gz":
			w.Header().Set("Content-Disposition", `attachment; filename="nocloud.raw.gz"`)
			http.ServeContent(w, asked, "", exampleTime, bytes.NewReader(packed.Bytes()))
		case "/away":
			http.Redirect(w, asked, "http://192.0.2.1/talos.qcow2", http.StatusFound)
		default:
			http.NotFound(w, asked)
		}
	}))
	server.Listener = listener
	server.Start()
	t.Cleanup(server.Close)

	return server.URL
}

func TestDownload(t *testing.T) {
	e := newEndpoint(t)
	files := fileServer(t)
	sum := sha256.Sum256(exampleImage.Encode())
	path := "/nodes/pve1/storage/local/download-url"

	e.must("POST", path, values("content", "import", "filename", "a.qcow2", "node", "pve1", "storage", "local", "url", files+"/talos.qcow2",
		"checksum", hex.EncodeToString(sum[:]), "checksum-algorithm", "sha256", "verify-certificates", "1"))
	e.must("POST", path, values("content", "iso", "filename", "b.img", "url", files+"/talos.raw.gz", "compression", "gz"))
	e.must("POST", path, values("content", "iso", "filename", "packed.img", "url", files+"/talos.raw.gz"))

	list := e.must("GET", "/nodes/pve1/storage/local/content", "content=iso").([]any)
	if len(list) != 2 || list[0].(map[string]any)["volid"] != "local:iso/b.img" || list[0].(map[string]any)["size"] != float64(len(exampleImage.Encode())) {
		t.Fatalf("list %v", list)
	}

	got := e.server.Inventory().Files
	if len(got) != 3 || got[0].Image == nil || got[0].Image.Version != "v1.13.9" || got[1].Image == nil || got[2].Image != nil {
		t.Fatalf("files %+v", got)
	}

	for _, row := range []struct{ name, form, message string }{
		{"file that exists", values("content", "import", "filename", "a.qcow2", "url", files+"/talos.qcow2"), "refusing to override existing file 'a.qcow2'"},
		{"wrong checksum", values("content", "iso", "filename", "c.img", "url", files+"/talos.qcow2", "checksum", "00", "checksum-algorithm", "sha256"), "checksum mismatch: got"},
		{"half a checksum", values("content", "iso", "filename", "c.img", "url", files+"/talos.qcow2", "checksum", "00"), "belong together"},
		{"unknown checksum", values("content", "iso", "filename", "c.img", "url", files+"/talos.qcow2", "checksum", "00", "checksum-algorithm", "crc"), "enumeration 'md5, sha1"},
		{"missing file", values("content", "iso", "filename", "c.img", "url", files+"/nope"), "download failed: server returned '404 Not Found'"},
		{"file that is not packed", values("content", "iso", "filename", "c.img", "url", files+"/talos.qcow2", "compression", "gz"), "decompression failed"},
		{"ending of another content", values("content", "import", "filename", "c.img", "url", files+"/talos.qcow2"), "invalid filename or wrong extension 'c.img'"},
		{"name with a path", values("content", "iso", "filename", "../c.img", "url", files+"/talos.qcow2"), "invalid filename"},
		{"unpacking of an import", values("content", "import", "filename", "c.raw", "url", files+"/talos.raw.gz", "compression", "gz"), "decompression not supported for import"},
		{"compression that is not simulated", values("content", "iso", "filename", "c.img", "url", files+"/talos.raw.gz", "compression", "zst"), "compression 'zst' is not simulated"},
		{"content that the storage has not", values("content", "vztmpl", "filename", "c.tar.gz", "url", files+"/talos.raw.gz"), "storage 'local' is not configured for content-type 'vztmpl'"},
		{"name instead of an address", values("content", "iso", "filename", "c.img", "url", "http://factory.example/c.img"), "leads out of the simulated homelab"},
		{"address of another network", values("content", "iso", "filename", "c.img", "url", "http://192.0.2.1/c.img"), "leads out of the simulated homelab"},
		{"redirect to another network", values("content", "iso", "filename", "c.img", "url", files+"/away"), "192.0.2.1:80 is outside of the simulated homelab"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if _, message := e.refused("POST", path, row.form); !strings.Contains(message, row.message) {
				t.Fatalf("got %q, want %q", message, row.message)
			}
		})
	}

	if after := e.server.Inventory().Files; len(after) != 3 {
		t.Fatalf("files %+v", after)
	}
}

func TestQueryURL(t *testing.T) {
	e := newEndpoint(t)
	files := fileServer(t)

	answer := e.must("GET", "/nodes/pve1/query-url-metadata", values("url", files+"/talos.qcow2", "verify-certificates", "1")).(map[string]any)
	if answer["filename"] != "talos.qcow2" || answer["mimetype"] != "application/octet-stream" || answer["size"] != float64(len(exampleImage.Encode())) {
		t.Fatalf("answer %v", answer)
	}

	answer = e.must("GET", "/nodes/pve1/query-url-metadata", values("url", files+"/talos.raw.gz")).(map[string]any)
	if answer["filename"] != "nocloud.raw.gz" {
		t.Fatalf("answer %v", answer)
	}

	if _, message := e.refused("GET", "/nodes/pve1/query-url-metadata", values("url", files+"/nope")); message != "invalid server response: '404 Not Found'\n" {
		t.Fatalf("got %q", message)
	}

	if _, message := e.refused("GET", "/nodes/pve1/query-url-metadata", values("url", "ftp://127.21.1.9/x")); !strings.Contains(message, "url: value does not match") {
		t.Fatalf("got %q", message)
	}
}

func TestVolumePathsWithEscapes(t *testing.T) {
	for _, path := range []string{"local:import%2Fa+b.qcow2", "local:import/a+b.qcow2", "import%2Fa%2Bb.qcow2", "local%3Aimport%2Fa%2Bb.qcow2"} {
		e := newEndpoint(t)
		e.addImage("pve1", "local", "import/a+b.qcow2")

		answer := e.must("GET", "/nodes/pve1/storage/local/content/"+path, "").(map[string]any)
		if answer["path"] != "/var/lib/vz/import/a+b.qcow2" || answer["format"] != "raw" {
			t.Errorf("%s: %v", path, answer)
		}

		e.must("DELETE", "/nodes/pve1/storage/local/content/"+path, "")

		if left := e.server.Inventory().Files; len(left) != 0 {
			t.Errorf("%s: left %v", path, left)
		}
	}
}

func TestUpload(t *testing.T) {
	e := newEndpoint(t)

	upload := func(token, content, name string) (int, string) {
		var body bytes.Buffer

		writer := multipart.NewWriter(&body)
		_ = writer.WriteField("content", content)
		part, _ := writer.CreateFormFile("filename", name)
		_, _ = part.Write(exampleImage.Encode())
		_ = writer.Close()

		asked := httptest.NewRequest("POST", apiRoot+"/nodes/pve1/storage/local/upload", &body)
		asked.Header.Set("Authorization", "PVEAPIToken="+token+"="+secret)
		asked.Header.Set("Content-Type", writer.FormDataContentType())

		recorded := httptest.NewRecorder()
		e.handler.ServeHTTP(recorded, asked)

		var answer struct {
			Data    any
			Message string
		}

		_ = json.Unmarshal(recorded.Body.Bytes(), &answer)
		e.exit(answer.Data)

		return recorded.Code, recorded.Body.String()
	}

	for range 2 {
		if status, text := upload(rootToken, "iso", "talos.iso"); status != 200 {
			t.Fatalf("status %d: %s", status, text)
		}
	}

	if files := e.server.Inventory().Files; len(files) != 1 || files[0].Image == nil {
		t.Fatalf("files %+v", files)
	}

	for _, row := range []struct{ token, content, name, message string }{
		{"auditor@pve!test", "iso", "b.iso", "Permission check failed (/storage/local, Datastore.AllocateTemplate)"},
		{rootToken, "snippets", "b.yaml", "value 'snippets' does not have a value in the enumeration"},
		{rootToken, "iso", "b.txt", "invalid filename or wrong extension 'b.txt'"},
	} {
		if status, text := upload(row.token, row.content, row.name); status == 200 || !strings.Contains(text, row.message) {
			t.Errorf("%s %s: %d %s", row.content, row.name, status, text)
		}
	}
}

func TestStorages(t *testing.T) {
	e := newEndpoint(t)
	e.addTalos("100")

	names := func(form string) []string {
		var all []string
		for _, one := range e.must("GET", "/nodes/pve1/storage", form).([]any) {
			all = append(all, one.(map[string]any)["storage"].(string))
		}

		return all
	}

	for form, want := range map[string][]string{
		"": {"files", "local", "local-lvm", "nas"}, "content=iso": {"local", "nas"}, "content=import,rootdir": {"local"},
		"storage=files": {"files"}, "target=pve2": {"nas"},
	} {
		if got := names(form); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", form, got, want)
		}
	}

	status := e.must("GET", "/nodes/pve1/storage/local-lvm/status", "").(map[string]any)
	if status["used"] != float64(20*gibi+4*mebi) || status["total"] != float64(200*gibi) || status["type"] != "lvmthin" {
		t.Fatalf("status %v", status)
	}

	// a shared storage is the same on all hosts
	e.addImage("pve1", "nas", "iso/talos.iso")

	if list := e.must("GET", "/nodes/pve2/storage/nas/content", "").([]any); len(list) != 1 {
		t.Fatalf("list %v", list)
	}
}

func TestSizes(t *testing.T) {
	for _, row := range []struct {
		bytes int64
		text  string
	}{
		{0, "0"}, {1000, "1000"}, {528 * kibi, "528K"}, {4 * mebi, "4M"}, {1246 * mebi, "1246M"}, {20 * gibi, "20G"}, {2048 * gibi, "2T"},
	} {
		if got := formatBytes(row.bytes); got != row.text {
			t.Errorf("%d is written %q, want %q", row.bytes, got, row.text)
		}

		if got, err := parseBytes(row.text); err != nil || got != row.bytes {
			t.Errorf("%q is read as %d (%v), want %d", row.text, got, err, row.bytes)
		}
	}

	for _, text := range []string{"", "G", "-1G", "1X", "1e300T", "99999999999T"} {
		if got, err := parseBytes(text); err == nil {
			t.Errorf("%q is read as %d", text, got)
		}
	}
}

// exampleTime is when the files of the example were made.
var exampleTime = time.Unix(taskEpoch, 0)
