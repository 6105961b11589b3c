package files_test

import (
	"bufio"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer/json"
	"k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/client-go/kubernetes/scheme"

	"cdktf-proxmox-talos/simulator/internal/calls"
	"cdktf-proxmox-talos/simulator/internal/calls/callstest"
	"cdktf-proxmox-talos/simulator/internal/files"
)

const address = "127.22.252.3:8000"

const manifest = "/github.com/kubernetes-sigs/metrics-server/releases/download/v0.7.2/components.yaml"

func start(t *testing.T, directory string) {
	t.Helper()

	callstest.Start(t, files.Start, files.Config{Listen: address, Directory: directory})
}

func ask(t *testing.T, method, path string) (int, string) {
	t.Helper()

	request, err := http.NewRequestWithContext(t.Context(), method, "http://"+address+path, nil)
	if err != nil {
		t.Fatal(err)
	}

	response, content := callstest.Send(t, request)

	return response.StatusCode, string(content)
}

// The kinds are what a real Kubernetes API server took with strict field validation.
func TestManifestsOfTheExamples(t *testing.T) {
	start(t, "")

	for path, want := range map[string][]string{
		"/github.com/kubernetes-sigs/gateway-api/releases/download/v1.2.1/standard-install.yaml": {
			"CustomResourceDefinition gatewayclasses.gateway.networking.k8s.io",
			"CustomResourceDefinition gateways.gateway.networking.k8s.io",
			"CustomResourceDefinition grpcroutes.gateway.networking.k8s.io",
			"CustomResourceDefinition httproutes.gateway.networking.k8s.io",
			"CustomResourceDefinition referencegrants.gateway.networking.k8s.io",
		},
		"/raw.githubusercontent.com/kubernetes-sigs/gateway-api/v1.2.1/config/crd/experimental/gateway.networking.k8s.io_tlsroutes.yaml": {
			"CustomResourceDefinition tlsroutes.gateway.networking.k8s.io",
		},
		"/raw.githubusercontent.com/alex1989hu/kubelet-serving-cert-approver/v0.9.0/deploy/standalone-install.yaml": {
			"Namespace kubelet-serving-cert-approver",
			"ServiceAccount kubelet-serving-cert-approver",
			"ClusterRole certificates:kubelet-serving-cert-approver",
			"ClusterRole events:kubelet-serving-cert-approver",
			"RoleBinding events:kubelet-serving-cert-approver",
			"ClusterRoleBinding kubelet-serving-cert-approver",
			"Service kubelet-serving-cert-approver",
			"Deployment kubelet-serving-cert-approver",
		},
		manifest: {
			"ServiceAccount metrics-server",
			"ClusterRole system:aggregated-metrics-reader",
			"ClusterRole system:metrics-server",
			"RoleBinding metrics-server-auth-reader",
			"ClusterRoleBinding metrics-server:system:auth-delegator",
			"ClusterRoleBinding system:metrics-server",
			"Service metrics-server",
			"Deployment metrics-server",
			"APIService v1beta1.metrics.k8s.io",
		},
	} {
		status, content := ask(t, http.MethodGet, path)
		if status != http.StatusOK {
			t.Errorf("%s was answered %d %s", path, status, content)
		}

		if got := objects(t, content); !slices.Equal(got, want) {
			t.Errorf("%s has %v, want %v", path, got, want)
		}
	}
}

// objects reads a manifest; of built-in kinds it takes no field that the kind does not have.
func objects(t *testing.T, manifest string) []string {
	t.Helper()

	strict := json.NewSerializerWithOptions(json.DefaultMetaFactory, scheme.Scheme, scheme.Scheme, json.SerializerOptions{Yaml: true, Strict: true})

	var names []string

	documents := yaml.NewYAMLReader(bufio.NewReader(strings.NewReader(manifest)))

	for {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			return names
		}

		if err != nil {
			t.Fatal(err)
		}

		if _, _, err := strict.Decode(document, nil, nil); err != nil && !runtime.IsNotRegisteredError(err) {
			t.Errorf("%v in\n%s", err, document)
		}

		var object unstructured.Unstructured
		if err := yaml.Unmarshal(document, &object.Object); err != nil {
			t.Fatal(err)
		}

		names = append(names, object.GetKind()+" "+object.GetName())
	}
}

func TestDirectory(t *testing.T) {
	directory := t.TempDir()

	for name, content := range map[string]string{
		"files/" + manifest:                   "mine",
		"files/charts.example.com/index.yaml": "charts",
		"files/charts.example.com/index.html": "page",
		"outside.yaml":                        "secret",
	} {
		path := filepath.Join(directory, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(content), 0o600)); err != nil {
			t.Fatal(err)
		}
	}

	if err := os.Symlink("../outside.yaml", filepath.Join(directory, "files", "link.yaml")); err != nil {
		t.Fatal(err)
	}

	start(t, filepath.Join(directory, "files"))

	for request, want := range map[string]struct {
		status  int
		content string
	}{
		"GET " + manifest:                    {200, "mine"},
		"HEAD " + manifest:                   {200, ""},
		"GET /charts.example.com/index.yaml": {200, "charts"},
		"GET /charts.example.com/index.html": {200, "page"},
		"GET /raw.githubusercontent.com/alex1989hu/kubelet-serving-cert-approver/v0.9.0/deploy/standalone-install.yaml": {200, "# Made up"},
		"GET /charts.example.com":                        {404, `no file for "/charts.example.com"`},
		"GET /charts.example.com/":                       {404, "no file"},
		"GET /":                                          {404, "no file"},
		"GET /github.com/nobody/x.yaml":                  {404, "no file"},
		"GET /../outside.yaml":                           {404, "no file"},
		"GET /%2e%2e/outside.yaml":                       {404, "no file"},
		"GET /charts.example.com/..%2f..%2foutside.yaml": {404, "no file"},
		"GET /link.yaml":                                 {404, "no file"},
		"POST /charts.example.com/index.yaml":            {405, "files are only read, got POST"},
	} {
		method, path, _ := strings.Cut(request, " ")

		status, content := ask(t, method, path)
		if status != want.status || !strings.HasPrefix(content, want.content) || (want.content == "" && content != "") {
			t.Errorf("%s was answered %d %q, want %d %q", request, status, content, want.status, want.content)
		}
	}
}

func TestStartRefuses(t *testing.T) {
	start(t, "")

	for _, test := range []struct {
		config files.Config
		want   string
	}{
		{files.Config{Listen: address}, "in use"},
		{files.Config{Listen: "10.0.0.1:8000"}, "127.0.0.0/8"},
		{files.Config{Listen: "127.22.252.3:8001", Directory: "no/such"}, "no/such"},
		{files.Config{Listen: "127.22.252.3:8001", Directory: "files.go"}, "files.go"},
	} {
		if _, err := files.Start(t.Context(), test.config, calls.NewRecorder(io.Discard)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%+v gave %v, want %q", test.config, err, test.want)
		}
	}
}
