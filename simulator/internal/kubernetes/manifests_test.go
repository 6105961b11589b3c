package kubernetes

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

func namesOf(objects []*unstructured.Unstructured) []string {
	var names []string
	for _, object := range objects {
		names = append(names, pathOf(object))
	}

	return names
}

func TestOrderOfManifests(t *testing.T) {
	cfg := configOf(t, secretsOf(t), "controlplane", `
cluster:
  network:
    cni: {name: custom, urls: ["http://127.24.0.1/cni.yaml"]}
  externalCloudProvider: {enabled: true, manifests: ["http://127.24.0.1/cloud.yaml"]}
  extraManifests: ["http://127.24.0.1/extra.yaml"]
  extraManifestHeaders: {token: a}
  inlineManifests:
    - {name: zebra, contents: "kind: A"}
    - {name: apple, contents: "kind: A"}
`)

	var ids []string
	for _, manifest := range configuredManifests(cfg) {
		ids = append(ids, manifest.id)
	}

	wanted := []string{
		"05-http://127.24.0.1/cni.yaml", "30-http://127.24.0.1/cloud.yaml", "99-http://127.24.0.1/extra.yaml", "99-zebra", "99-apple",
	}
	if !slices.Equal(ids, wanted) {
		t.Error(ids)
	}

	objects, err := objectsOf([]manifest{
		{id: "99-zebra", text: []byte("{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"last\"}}")},
		{id: "99-apple", text: []byte("# a comment\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: b}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\n")},
		{id: "99-list", text: []byte("apiVersion: v1\nkind: List\nitems:\n  - {apiVersion: v1, kind: Namespace, metadata: {name: second}}\n  - {apiVersion: v1, kind: Namespace, metadata: {name: first}}\n")},
		{id: "99-definition", text: []byte("apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: d}\n")},
		{id: "99-faulty", text: []byte("a: [")},
	})

	wanted = []string{"Namespace//first", "Namespace//second", "CustomResourceDefinition//d", "Pod//b", "Pod//a", "Pod//last"}
	if !slices.Equal(namesOf(objects), wanted) {
		t.Error(namesOf(objects))
	}

	if err == nil || !strings.HasPrefix(err.Error(), "manifest 99-faulty: ") {
		t.Error(err)
	}
}

func TestDefaultManifests(t *testing.T) {
	for name, test := range map[string]struct {
		patch  string
		there  []string
		absent []string
	}{
		"all":           {"machine: {}", []string{"DaemonSet/kube-system/kube-flannel", "DaemonSet/kube-system/kube-proxy", "Deployment/kube-system/coredns", "Service/kube-system/kube-dns"}, []string{"CustomResourceDefinition//serviceaccounts.talos.dev"}},
		"no CNI":        {"cluster:\n  network:\n    cni: {name: none}", []string{"DaemonSet/kube-system/kube-proxy"}, []string{"DaemonSet/kube-system/kube-flannel"}},
		"no kube-proxy": {"cluster:\n  proxy: {disabled: true}", []string{"DaemonSet/kube-system/kube-flannel"}, []string{"DaemonSet/kube-system/kube-proxy"}},
		"no CoreDNS":    {"cluster:\n  coreDNS: {disabled: true}", []string{"DaemonSet/kube-system/kube-proxy"}, []string{"Deployment/kube-system/coredns", "Service/kube-system/kube-dns"}},
		"access to the API of Talos": {"machine:\n  features:\n    kubernetesTalosAPIAccess: {enabled: true, allowedRoles: ['os:reader'], allowedKubernetesNamespaces: [a]}",
			[]string{"CustomResourceDefinition//serviceaccounts.talos.dev"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			manifests, err := defaultManifests(configOf(t, secretsOf(t), "controlplane", test.patch))
			if err != nil {
				t.Fatal(err)
			}

			objects, err := objectsOf(manifests)
			if err != nil {
				t.Fatal(err)
			}

			names := namesOf(objects)
			if !containsAll(names, test.there) {
				t.Error(names)
			}

			for _, absent := range test.absent {
				if slices.Contains(names, absent) {
					t.Errorf("%s is there", absent)
				}
			}
		})
	}
}

func TestFetch(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		if request.Header.Get("token") != "a" {
			w.WriteHeader(http.StatusForbidden)
		}
	}))
	defer server.Close()

	for name, test := range map[string]struct {
		from   manifest
		wanted string
	}{
		"with its header":     {manifest{url: server.URL, headers: map[string]string{"token": "a"}}, ""},
		"without its header":  {manifest{url: server.URL}, "bad response code: 403"},
		"from elsewhere":      {manifest{url: "http://192.0.2.1/a.yaml"}, "192.0.2.1:80 is not an address of 127.0.0.0/8, and the simulator reaches no other"},
		"from a name":         {manifest{url: "http://localhost/a.yaml"}, "localhost:80 is not an address of 127.0.0.0/8, and the simulator reaches no other"},
		"from something else": {manifest{url: "ftp://127.0.0.1/a.yaml"}, `unsupported protocol scheme "ftp"`},
		"from what is no URL": {manifest{url: "::"}, "missing protocol scheme"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := fetch(t.Context(), newLoopbackClient(), test.from)
			if (err == nil) != (test.wanted == "") || err != nil && !strings.HasSuffix(err.Error(), test.wanted) {
				t.Error(err)
			}
		})
	}
}
