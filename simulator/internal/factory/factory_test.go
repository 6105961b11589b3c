package factory_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"cdktf-proxmox-talos/simulator/internal/calls"
	"cdktf-proxmox-talos/simulator/internal/calls/callstest"
	"cdktf-proxmox-talos/simulator/internal/factory"
	"cdktf-proxmox-talos/simulator/internal/machine"
)

const (
	extensionsFile = "../../../schemas/talos-extensions.json"
	aliasesFile    = "../../../schemas/extension-aliases.json"

	vanillaID = "376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba"
	agentID   = "ce4c980550dd2ab1b17bbf2b08801c7eb59418eafe8f279833297925d67c7515"
	agentText = "customization:\n    systemExtensions:\n        officialExtensions:\n            - siderolabs/qemu-guest-agent\n"
)

func start(t *testing.T) (url string, recorder *calls.Recorder) {
	t.Helper()

	const address = "127.22.252.1:8080"

	_, recorder = callstest.Start(t, factory.Start, factory.Config{
		Listen: address, ExtensionsFile: extensionsFile, AliasesFile: aliasesFile,
	})

	return "http://" + address, recorder
}

func ask(t *testing.T, method, url, body string) (*http.Response, []byte) {
	t.Helper()

	request, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}

	return callstest.Send(t, request)
}

func post(t *testing.T, url, schematic string) string {
	t.Helper()

	response, body := ask(t, http.MethodPost, url+"/schematics", schematic)
	if response.StatusCode != http.StatusCreated {
		t.Fatalf("posting %q was answered %d %s", schematic, response.StatusCode, body)
	}

	var answer struct{ ID, Schematic string }
	if err := json.Unmarshal(body, &answer); err != nil {
		t.Fatal(err)
	}

	if _, stored := ask(t, http.MethodGet, url+"/schematics/"+answer.ID, ""); string(stored) != answer.Schematic {
		t.Errorf("schematic %s is stored as %q, the answer was %q", answer.ID, stored, answer.Schematic)
	}

	return answer.ID
}

func TestSchematicsGetTheirIDs(t *testing.T) {
	url, recorder := start(t)

	for text, want := range map[string]string{
		"customization: {}": vanillaID,
		agentText:           agentID,
		"customization: {systemExtensions: {officialExtensions: [siderolabs/qemu-guest-agent]}}": agentID,
	} {
		if got := post(t, url, text); got != want {
			t.Errorf("id of %q is %s, want %s", text, got, want)
		}
	}

	if recorded := recorder.Calls(0)[0]; recorded.Service != calls.Factory || recorded.Status != "201" || recorded.Path != "/schematics" {
		t.Errorf("the journal has %+v", recorded)
	}
}

func TestImagesCarryWhatTheyWereMadeOf(t *testing.T) {
	url, _ := start(t)
	post(t, url, agentText)

	oldID := post(t, url, "customization: {systemExtensions: {officialExtensions: [siderolabs/qemu-guest-agent, siderolabs/i915-ucode]}}")
	argument := "ip=203.0.113.10::198.51.100.1:255.255.255.255::eth0:off"
	hostedID := post(t, url, "customization: {extraKernelArgs: ['"+argument+"']}")

	agent := []string{"siderolabs/qemu-guest-agent"}

	for path, want := range map[string]machine.Image{
		vanillaID + "/v1.13.9/nocloud-amd64.qcow2": {Version: "v1.13.9", SchematicID: vanillaID, Platform: "nocloud", Architecture: "amd64"},
		agentID + "/v1.13.9/nocloud-amd64.qcow2":   {Version: "v1.13.9", SchematicID: agentID, Platform: "nocloud", Architecture: "amd64", Extensions: agent},
		agentID + "/1.9.5/nocloud-amd64.raw.gz":    {Version: "v1.9.5", SchematicID: agentID, Platform: "nocloud", Architecture: "amd64", Extensions: agent},
		agentID + "/v1.12.4/metal-arm64.raw.zst":   {Version: "v1.12.4", SchematicID: agentID, Platform: "metal", Architecture: "arm64", Extensions: agent},
		agentID + "/v1.14.0/metal-amd64.iso":       {Version: "v1.14.0", SchematicID: agentID, Platform: "metal", Architecture: "amd64", Extensions: agent},
		agentID + "/v1.10.1/digital-ocean-amd64.raw": {
			Version: "v1.10.1", SchematicID: agentID, Platform: "digital-ocean", Architecture: "amd64", Extensions: agent,
		},
		oldID + "/v1.13.9/nocloud-amd64.qcow2": {
			Version: "v1.13.9", SchematicID: oldID, Platform: "nocloud", Architecture: "amd64",
			Extensions: append(agent, "siderolabs/i915"),
		},
		hostedID + "/v1.13.9/nocloud-amd64.qcow2": {
			Version: "v1.13.9", SchematicID: hostedID, Platform: "nocloud", Architecture: "amd64", KernelArgs: []string{argument},
		},
		agentID + "/v1.13.9/nocloud-amd64-secureboot.qcow2": {
			Version: "v1.13.9", SchematicID: agentID, Platform: "nocloud", Architecture: "amd64", Extensions: agent, SecureBoot: true,
		},
	} {
		response, content := ask(t, http.MethodGet, url+"/image/"+path, "")
		if response.StatusCode != http.StatusOK {
			t.Errorf("%s was answered %d %s", path, response.StatusCode, content)

			continue
		}

		head, _ := ask(t, http.MethodHead, url+"/image/"+path, "")
		if got := head.Header.Get("Content-Length"); head.StatusCode != http.StatusOK || got != strconv.Itoa(len(content)) {
			t.Errorf("HEAD of %s was answered %d, length %s of %d", path, head.StatusCode, got, len(content))
		}

		got, err := machine.DecodeImage(decompress(t, path, content))
		if err != nil {
			t.Errorf("%s: %v", path, err)
		}

		if got.Version != want.Version || got.SchematicID != want.SchematicID || got.Platform != want.Platform ||
			got.Architecture != want.Architecture || got.SecureBoot != want.SecureBoot || !slices.Equal(got.Extensions, want.Extensions) || !slices.Equal(got.KernelArgs, want.KernelArgs) {
			t.Errorf("%s holds %+v, want %+v", path, got, want)
		}
	}
}

func decompress(t *testing.T, path string, content []byte) []byte {
	t.Helper()

	var reader io.Reader = bytes.NewReader(content)

	var err error

	switch {
	case strings.HasSuffix(path, ".gz"):
		reader, err = gzip.NewReader(reader)
	case strings.HasSuffix(path, ".zst"):
		reader, err = zstd.NewReader(reader)
	}

	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}

	plain, err := io.ReadAll(reader)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}

	return plain
}

func TestImagesCarryOverlaysAndMeta(t *testing.T) {
	url, _ := start(t)
	board := post(t, url, "{overlay: {image: siderolabs/sbc-raspberrypi, name: rpi_generic}, customization: {meta: [{key: 10, value: foo}, {key: 10, value: bar}]}}")

	for _, path := range []string{"/image/" + board + "/v1.13.9/metal-arm64.raw", "/image/" + board + "/v1.9.5/metal-arm64.iso"} {
		response, content := ask(t, http.MethodGet, url+path, "")

		got, err := machine.DecodeImage(content)
		if err != nil || response.StatusCode != http.StatusOK {
			t.Fatalf("%s: %d %s %v", path, response.StatusCode, content, err)
		}

		if got.Overlay != "siderolabs/sbc-raspberrypi|rpi_generic" || len(got.Meta) != 1 || got.Meta[10] != "bar" || got.Architecture != "arm64" {
			t.Errorf("%s holds %+v", path, got)
		}
	}
}

func TestRefusals(t *testing.T) {
	url, _ := start(t)
	post(t, url, agentText)

	unavailable := post(t, url, "customization: {systemExtensions: {officialExtensions: [siderolabs/no-such]}}")
	wiping := post(t, url, "customization: {extraKernelArgs: ['talos.experimental.wipe=system']}")
	network := post(t, url, "customization: {extraKernelArgs: ['ip=10.0.0.1::10.0.0.254:255.255.255.0']}")
	console := post(t, url, "customization: {extraKernelArgs: [console=ttyS0, 'talos.logging.kernel=udp://10.1.0.1:5514']}")
	grub := post(t, url, "customization: {bootloader: grub}")
	board := post(t, url, "{overlay: {image: siderolabs/sbc-raspberrypi, name: no_such_board}, customization: {}}")
	unknown := strings.Repeat("0", 64)

	for request, want := range map[string]struct {
		status  int
		message string
	}{
		"GET /image/" + unknown + "/v1.13.9/nocloud-amd64.qcow2":                     {404, `schematic ID "` + unknown + `" not found`},
		"GET /schematics/" + unknown:                                                 {404, "not found"},
		"GET /image/" + agentID + "/v1.13.99/nocloud-amd64.qcow2":                    {404, "version v1.13.99 is not available"},
		"GET /image/" + agentID + "/v1.13.9-beta.0/nocloud-amd64.qcow2":              {404, "version v1.13.9-beta.0 is not available"},
		"GET /image/" + agentID + "/latest/nocloud-amd64.qcow2":                      {400, "error parsing version"},
		"GET /image/" + agentID + "/v1.13.9/nocloud-amd64.qcow":                      {400, "invalid profile path"},
		"GET /image/" + agentID + "/v1.13.9/nocloud-amd64.iso.gz":                    {400, "invalid profile path"},
		"GET /image/" + agentID + "/v1.13.9/nocloud.qcow2":                           {400, "invalid platform-arch"},
		"GET /image/" + agentID + "/v1.13.9/nocloud-riscv64.qcow2":                   {400, `invalid architecture: "riscv64"`},
		"GET /image/" + agentID + "/v1.13.9/noclod-amd64.qcow2":                      {400, `unknown platform: "noclod"`},
		"GET /image/" + agentID + "/v1.13.9/nocloud-amd64.raw.xz":                    {501, "compression with xz"},
		"GET /image/" + agentID + "/v1.13.9/kernel-amd64":                            {501, "kernel-amd64 is no part"},
		"GET /image/" + unavailable + "/v1.13.9/nocloud-amd64.qcow2":                 {400, `"siderolabs/no-such" is not available for Talos version v1.13.9`},
		"GET /image/" + wiping + "/v1.13.9/nocloud-amd64.qcow2":                      {501, "talos.experimental.wipe="},
		"GET /image/" + network + "/v1.13.9/nocloud-amd64.qcow2":                     {501, "kernel argument ip= of another form"},
		"GET /image/" + console + "/v1.13.9/nocloud-amd64.qcow2":                     {200, "made-up"},
		"GET /image/" + grub + "/v1.13.9/nocloud-amd64-secureboot.raw":               {400, "bootloader grub is not supported with secure boot"},
		"GET /image/" + board + "/v1.13.9/metal-arm64.raw":                           {400, `official overlay "no_such_board" is not available for Talos version v1.13.9`},
		"GET /v2/installer/" + board + "/manifests/v1.13.9":                          {400, "official overlay"},
		"GET /version/v1.99.0/extensions/official":                                   {404, "version v1.99.0 is not available"},
		"GET /version/v1.99.0/overlays/official":                                     {404, "version v1.99.0 is not available"},
		"GET /secureboot/signing-cert.pem":                                           {501, "no part"},
		"GET /pxe/" + agentID + "/v1.13.9/metal-amd64":                               {501, "no part"},
		"GET /v2/metal-installer/" + agentID + "/blobs/sha256:00":                    {501, "no part"},
		"GET /v2/metal-installer/" + agentID + "/manifests/sha256:00":                {501, "by sha256:00"},
		"GET /v2/metal-installer/" + agentID + "/manifests/v1.13.99":                 {404, "version v1.13.99 is not available"},
		"HEAD /v2/metal-installer/" + agentID + "/manifests/v1.13.99":                {404, ""},
		"GET /v2/metal-installer/" + strings.Repeat("0", 64) + "/manifests/v1.13.9":  {404, "not found"},
		"HEAD /v2/metal-installer/" + strings.Repeat("0", 64) + "/manifests/v1.13.9": {404, ""},
		"GET /v2/mettal-installer/" + agentID + "/manifests/v1.13.9":                 {404, "invalid image: mettal-installer"},
		"GET /v2/metal-installer/" + unavailable + "/manifests/v1.13.9":              {400, "is not available for Talos version"},
		"GET /versions?broken=true":                                                  {501, "without a query"},
		"DELETE /versions":                                                           {405, ""},
		"GET /nowhere":                                                               {404, ""},
	} {
		method, path, _ := strings.Cut(request, " ")

		response, body := ask(t, method, url+path, "")
		if response.StatusCode != want.status || !strings.Contains(string(body), want.message) {
			t.Errorf("%s was answered %d %q, want %d %q", request, response.StatusCode, body, want.status, want.message)
		}
	}

	for _, text := range []string{"", "customization: {kernelArgs: [a]}", "customization: ["} {
		if response, body := ask(t, http.MethodPost, url+"/schematics", text); response.StatusCode != http.StatusBadRequest {
			t.Errorf("posting %q was answered %d %s", text, response.StatusCode, body)
		}
	}
}

func TestOfficialNames(t *testing.T) {
	url, _ := start(t)

	var versions []string
	decode(t, url+"/versions", &versions)

	if versions[0] != "v1.9.0" || !slices.Contains(versions, "v1.13.9") || slices.Contains(versions, "v1.13.10") {
		t.Errorf("the versions are %v", versions)
	}

	if ten, two := slices.Index(versions, "v1.12.10"), slices.Index(versions, "v1.12.2"); ten < two {
		t.Errorf("v1.12.10 is before v1.12.2: %v", versions)
	}

	for _, version := range versions {
		var extensions []struct{ Name, Ref, Digest, Author, Description string }
		decode(t, url+"/version/"+version+"/extensions/official", &extensions)

		found := false
		for _, extension := range extensions {
			found = found || extension.Name == "siderolabs/qemu-guest-agent"

			if extension.Ref == "" || len(extension.Digest) != len("sha256:")+64 || extension.Author == "" || extension.Description == "" {
				t.Errorf("extension of %s: %+v", version, extension)
			}
		}

		if !found {
			t.Errorf("%s has no guest agent", version)
		}
	}

	var overlays []struct{ Name, Image, Ref, Digest string }
	decode(t, url+"/version/v1.13.9/overlays/official", &overlays)

	if !slices.ContainsFunc(overlays, func(overlay struct{ Name, Image, Ref, Digest string }) bool {
		return overlay.Name == "rpi_generic" && overlay.Image == "siderolabs/sbc-raspberrypi"
	}) {
		t.Errorf("the overlays are %v", overlays)
	}
}

func decode(t *testing.T, url string, into any) {
	t.Helper()

	response, body := ask(t, http.MethodGet, url, "")
	if response.StatusCode != http.StatusOK {
		t.Fatalf("%s was answered %d %s", url, response.StatusCode, body)
	}

	if err := json.Unmarshal(body, into); err != nil {
		t.Fatal(err)
	}
}

func TestStartRefuses(t *testing.T) {
	start(t)

	for _, test := range []struct {
		config factory.Config
		want   string
	}{
		{factory.Config{Listen: "127.22.252.1:8080", ExtensionsFile: extensionsFile, AliasesFile: aliasesFile}, "in use"},
		{factory.Config{Listen: "0.0.0.0:8080", ExtensionsFile: extensionsFile, AliasesFile: aliasesFile}, "127.0.0.0/8"},
		{factory.Config{Listen: "127.22.252.1:8081"}, "extensionsFile is missing"},
		{factory.Config{Listen: "127.22.252.1:8081", ExtensionsFile: extensionsFile}, "aliasesFile is missing"},
		{factory.Config{Listen: "127.22.252.1:8081", ExtensionsFile: "no/such.json"}, "no/such.json"},
		{factory.Config{Listen: "127.22.252.1:8081", ExtensionsFile: "../../../schemas/support.json", AliasesFile: aliasesFile}, "cannot be read"},
	} {
		if _, err := factory.Start(t.Context(), test.config, calls.NewRecorder(io.Discard)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%+v gave %v, want %q", test.config, err, test.want)
		}
	}
}

func TestRegistry(t *testing.T) {
	url, _ := start(t)

	posted, body := ask(t, http.MethodPost, url+"/schematics", "customization: {systemExtensions: {officialExtensions: [siderolabs/qemu-guest-agent]}}")
	if posted.StatusCode != http.StatusCreated {
		t.Fatalf("%d %s", posted.StatusCode, body)
	}

	if response, _ := ask(t, http.MethodGet, url+"/v2/", ""); response.StatusCode != http.StatusOK {
		t.Errorf("/v2/ was answered %d", response.StatusCode)
	}

	for name, platform := range map[string]string{
		"metal-installer": "metal", "installer": "metal", "nocloud-installer": "nocloud",
		"installer-secureboot": "metal", "nocloud-installer-secureboot": "nocloud",
	} {
		path := url + "/v2/" + name + "/" + agentID + "/manifests/v1.13.9"
		head, _ := ask(t, http.MethodHead, path, "")
		response, content := ask(t, http.MethodGet, path, "")

		if digest := response.Header.Get("Docker-Content-Digest"); head.StatusCode != http.StatusOK || digest == "" ||
			digest != head.Header.Get("Docker-Content-Digest") || response.Header.Get("Content-Type") != "application/vnd.oci.image.manifest.v1+json" {
			t.Errorf("%s: %d %v, then %v", name, head.StatusCode, head.Header, response.Header)
		}

		var manifest struct{ Config struct{ Data []byte } }
		if err := json.Unmarshal(content, &manifest); err != nil {
			t.Fatal(err)
		}

		image, err := machine.DecodeImage(manifest.Config.Data)
		if err != nil || image.Platform != platform || image.Version != "v1.13.9" || image.SchematicID != agentID || !image.HasGuestAgent() ||
			image.SecureBoot != strings.HasSuffix(name, "-secureboot") {
			t.Errorf("%s: %v %+v", name, err, image)
		}
	}
}

func TestMirrors(t *testing.T) {
	url, recorder := start(t)
	post(t, url, agentText)

	image, host := "/image/"+agentID+"/v1.13.9/nocloud-amd64.qcow2", strings.TrimPrefix(url, "http://")
	_, direct := ask(t, http.MethodGet, url+image, "")

	response, mirrored := ask(t, http.MethodGet, url+"/"+host+image, "")
	if response.StatusCode != http.StatusOK || !bytes.Equal(mirrored, direct) {
		t.Errorf("the mirror of the image answered %d with %d bytes, want %d", response.StatusCode, len(mirrored), len(direct))
	}

	if all := recorder.Calls(0); all[len(all)-1].Path != "/"+host+image {
		t.Errorf("the journal has %s", all[len(all)-1].Path)
	}

	for path, want := range map[string]int{
		"/127.22.252.9:8080" + image:                                     http.StatusNotFound,
		"/" + host + "/versions":                                         http.StatusNotFound,
		"/v2/talos/nocloud-installer/" + agentID + "/manifests/v1.13.9":  http.StatusOK,
		"/v2/talos/nocloud-installer/" + agentID + "/manifests/v1.13.99": http.StatusNotFound,
	} {
		if response, body := ask(t, http.MethodGet, url+path, ""); response.StatusCode != want {
			t.Errorf("%s was answered %d %s, want %d", path, response.StatusCode, body, want)
		}
	}
}

func TestClock(t *testing.T) {
	const address = "127.22.252.2:8080"

	callstest.Start(t, factory.Start, factory.Config{
		Listen: address, ExtensionsFile: extensionsFile, AliasesFile: aliasesFile, ClockOffsetSeconds: 3600,
	})

	response, _ := ask(t, http.MethodGet, "http://"+address+"/versions", "")

	told, err := http.ParseTime(response.Header.Get("Date"))
	if err != nil {
		t.Fatal(err)
	}

	if ahead := time.Until(told).Round(time.Minute); ahead != time.Hour {
		t.Fatalf("the clock is %v ahead", ahead)
	}
}
