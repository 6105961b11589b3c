package kubernetes

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"cdktf-proxmox-talos/simulator/internal/calls"

	"github.com/siderolabs/talos/pkg/machinery/config/generate/secrets"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
)

// programs are those that the toolchain builds.
func programs(t *testing.T) Config {
	t.Helper()

	config := Config{APIServer: os.Getenv("SIMULATOR_APISERVER"), Etcd: os.Getenv("SIMULATOR_ETCD")}
	if config.APIServer == "" || config.Etcd == "" {
		t.Fatal("SIMULATOR_APISERVER and SIMULATOR_ETCD are not set; npm run --silent toolchain -- --print apiserver and --print etcd print what they shall be")
	}

	return config
}

func eventually(t *testing.T, what string, holds func() error) {
	t.Helper()

	var err error
	for start := time.Now(); time.Since(start) < 20*time.Second; time.Sleep(50 * time.Millisecond) {
		if err = holds(); err == nil {
			return
		}
	}

	t.Fatalf("%s: %v", what, err)
}

// clientOf calls the API on an address with the certificate of an administrator, as a kubeconfig of Talos does.
func clientOf(t *testing.T, bundle *secrets.Bundle, address string) *kubernetes.Clientset {
	t.Helper()

	pair, err := issue(bundle.Certs.K8s, forClients("admin", "system:masters")...)
	if err != nil {
		t.Fatal(err)
	}

	client, err := kubernetes.NewForConfig(&rest.Config{
		Host:            "https://" + address,
		TLSClientConfig: rest.TLSClientConfig{CAData: bundle.Certs.K8s.Crt, CertData: pair.Crt, KeyData: pair.Key},
		QPS:             -1,
	})
	if err != nil {
		t.Fatal(err)
	}

	return client
}

const customPatch = `
cluster:
  network:
    cni: {name: none}
  apiServer:
    extraArgs:
      oidc-issuer-url: https://id.example.com
      oidc-client-id: kubernetes
  extraManifests: ["%s/ok.yaml"]
  inlineManifests:
    - name: a-custom-resource
      contents: |
        apiVersion: example.com/v1
        kind: Thing
        metadata: {name: one}
        spec: {size: 1}
    - name: b-definition
      contents: |
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: things.example.com}
        spec:
          group: example.com
          scope: Namespaced
          names: {kind: Thing, plural: things}
          versions:
            - name: v1
              served: true
              storage: true
              schema:
                openAPIV3Schema:
                  type: object
                  properties:
                    spec: {type: object, properties: {size: {type: integer}}}
`

func TestCluster(t *testing.T) {
	ctx := t.Context()
	bundle := secretsOf(t)
	journal := &strings.Builder{}
	recorder := calls.NewRecorder(journal)

	files := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "apiVersion: v1\nkind: Namespace\nmetadata: {name: extra}\n")
	}))
	defer files.Close()

	state := t.TempDir()

	server, err := Start(ctx, programs(t), Dependencies{Recorder: recorder, StateDirectory: state})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()

	// each step builds on the one before
	step := func(name string, run func(*testing.T)) {
		if !t.Run(name, run) {
			t.FailNow()
		}
	}

	custom := fmt.Sprintf(customPatch, files.URL)
	first, second, third := controlPlane("cp1", "127.24.0.11"), controlPlane("cp2", "127.24.0.12"), worker("w1", "127.24.0.21")
	good := configOf(t, bundle, "controlplane", vipPatch, custom)
	ofWorker := configOf(t, bundle, "worker", "machine:\n  nodeLabels: {disk: fast}\n")

	step("a worker waits for the bootstrap", func(t *testing.T) {
		if err := server.Join(third, ofWorker); err != nil {
			t.Fatal(err)
		}

		if status := server.Status(third, ofWorker); status.Kubelet || status.Message != "cluster home has not been bootstrapped" {
			t.Error(status)
		}
	})

	step("a wrong argument of the API server ends the bootstrap with the line of its log", func(t *testing.T) {
		wrong := configOf(t, bundle, "controlplane", vipPatch, "cluster:\n  apiServer:\n    extraArgs: {nope: 'yes'}\n")

		err := server.Bootstrap(first, wrong)
		if err == nil || err.Error() != "kube-apiserver has ended: Error: unknown flag: --nope" {
			t.Fatal(err)
		}
	})

	step("bootstraps once", func(t *testing.T) {
		if err := server.Bootstrap(first, good); err != nil {
			t.Fatal(err)
		}

		if err := server.Bootstrap(first, good); err == nil || err.Error() != "cluster home is bootstrapped already" {
			t.Error(err)
		}

		if err := server.Bootstrap(second, good); err == nil || err.Error() != "cluster home is bootstrapped already: control plane cp1 is up" {
			t.Error(err)
		}
	})

	client := clientOf(t, bundle, "127.24.0.100:6443")

	step("answers those that the authority of the configuration has signed, and nobody else", func(t *testing.T) {
		version, err := client.Discovery().ServerVersion()
		if err != nil || version.GitVersion != "v1.36.1" {
			t.Error(version, err)
		}

		roots := x509.NewCertPool()
		roots.AppendCertsFromPEM(bundle.Certs.K8s.Crt)
		anybody := http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}}

		response, err := anybody.Get("https://127.24.0.11:6443/version")
		if err != nil || response.StatusCode != http.StatusUnauthorized {
			t.Error(response, err)
		}
	})

	nodeIs := func(name string, wanted corev1.ConditionStatus) func() error {
		return func() error {
			node, err := client.CoreV1().Nodes().Get(ctx, name, metav1.GetOptions{})
			if err != nil {
				return err
			}

			for _, condition := range node.Status.Conditions {
				if condition.Type == corev1.NodeReady && condition.Status == wanted {
					return nil
				}
			}

			return fmt.Errorf("conditions %v", node.Status.Conditions)
		}
	}

	step("registers nodes, which are not ready without a CNI", func(t *testing.T) {
		eventually(t, "control plane", nodeIs("cp1", corev1.ConditionFalse))
		eventually(t, "worker", nodeIs("w1", corev1.ConditionFalse))

		eventually(t, "labels", func() error {
			node, err := client.CoreV1().Nodes().Get(ctx, "w1", metav1.GetOptions{})
			if err != nil || node.Labels["disk"] != "fast" || node.Status.NodeInfo.KubeletVersion != "v1.36.1" {
				return fmt.Errorf("%v %v", node.Labels, err)
			}

			return nil
		})

		eventually(t, "status", func() error {
			if status := server.Status(third, ofWorker); !status.Kubelet || status.Message != "" {
				return fmt.Errorf("%+v", status)
			}

			return nil
		})
	})

	step("applies all manifests, also the resource that comes before its definition", func(t *testing.T) {
		eventually(t, "manifests", func() error {
			inventory := server.Inventory()[0]
			if inventory.Error != "" || !slices.Contains(inventory.Manifests, "Thing/default/one") ||
				!slices.Contains(inventory.Manifests, "Namespace//extra") || !slices.Contains(inventory.Manifests, "Deployment/kube-system/coredns") {
				return fmt.Errorf("%+v", inventory)
			}

			return nil
		})
	})

	step("opens the API on a second control plane", func(t *testing.T) {
		if err := server.Join(second, good); err != nil {
			t.Fatal(err)
		}

		eventually(t, "second control plane", func() error {
			if _, err := clientOf(t, bundle, "127.24.0.12:6443").Discovery().ServerVersion(); err != nil {
				return err
			}

			if status := server.Status(second, good); status != statusHealthy {
				return fmt.Errorf("%+v", status)
			}

			return nil
		})
	})

	podsReady := func(selector string, wanted int) func() error {
		return func() error {
			pods, err := client.CoreV1().Pods("kube-system").List(ctx, metav1.ListOptions{LabelSelector: selector})
			if err != nil {
				return err
			}

			count := 0

			for _, pod := range pods.Items {
				if isReady(&pod) {
					count++
				}
			}

			if count != wanted || len(pods.Items) != wanted {
				return fmt.Errorf("%d of %d pods are ready", count, len(pods.Items))
			}

			return nil
		}
	}

	step("shows static pods of each control plane", func(t *testing.T) {
		for _, name := range []string{"kube-apiserver", "kube-controller-manager", "kube-scheduler"} {
			eventually(t, name, podsReady("k8s-app="+name, 2))
		}
	})

	step("a CNI makes nodes and pods ready", func(t *testing.T) {
		eventually(t, "kube-proxy", podsReady("k8s-app=kube-proxy", 3))

		if err := podsReady("k8s-app=kube-dns", 2)(); err == nil {
			t.Error("CoreDNS runs without a pod network")
		}

		if _, err := client.BatchV1().Jobs("kube-system").Create(ctx, ciliumJob(), metav1.CreateOptions{}); err != nil {
			t.Fatal(err)
		}

		eventually(t, "node", nodeIs("w1", corev1.ConditionTrue))
		eventually(t, "CoreDNS", podsReady("k8s-app=kube-dns", 2))
		eventually(t, "rollout", func() error {
			set, err := client.AppsV1().DaemonSets("kube-system").Get(ctx, "kube-proxy", metav1.GetOptions{})
			if err != nil || set.Status.NumberReady != 3 {
				return fmt.Errorf("%v %v", set.Status, err)
			}

			if seen := statusByKstatus(t, set, appsv1.SchemeGroupVersion.WithKind("DaemonSet")); seen != "Current" {
				return fmt.Errorf("%s by kstatus", seen)
			}

			dns, err := client.AppsV1().Deployments("kube-system").Get(ctx, "coredns", metav1.GetOptions{})
			if err != nil {
				return err
			}

			if seen := statusByKstatus(t, dns, appsv1.SchemeGroupVersion.WithKind("Deployment")); seen != "Current" {
				return fmt.Errorf("CoreDNS is %s by kstatus: %+v", seen, dns.Status)
			}

			return nil
		})
	})

	step("a deleted namespace goes with all that is in it, and can be made again", func(t *testing.T) {
		for range 2 {
			namespace := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: "short-lived"}}
			if _, err := client.CoreV1().Namespaces().Create(ctx, namespace, metav1.CreateOptions{}); err != nil {
				t.Fatal(err)
			}

			secret := &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Name: "in-it"}}
			if _, err := client.CoreV1().Secrets(namespace.Name).Create(ctx, secret, metav1.CreateOptions{}); err != nil {
				t.Fatal(err)
			}

			if err := client.CoreV1().Namespaces().Delete(ctx, namespace.Name, metav1.DeleteOptions{}); err != nil {
				t.Fatal(err)
			}

			eventually(t, "the namespace is there still", func() error {
				_, err := client.CoreV1().Namespaces().Get(ctx, namespace.Name, metav1.GetOptions{})
				if apierrors.IsNotFound(err) {
					return nil
				}

				return fmt.Errorf("got %v", err)
			})
		}
	})

	step("a deleted node stays away and its pods go", func(t *testing.T) {
		if err := client.CoreV1().Nodes().Delete(ctx, "w1", metav1.DeleteOptions{}); err != nil {
			t.Fatal(err)
		}

		eventually(t, "pods", podsReady("k8s-app=kube-proxy", 2))
	})

	step("a control plane with a wrong argument goes down alone", func(t *testing.T) {
		wrong := configOf(t, bundle, "controlplane", vipPatch, custom, "cluster:\n  apiServer:\n    extraArgs: {feature-gates: 'Nope=true'}\n")
		if err := server.Join(second, wrong); err != nil {
			t.Fatal(err)
		}

		eventually(t, "fault", func() error {
			status := server.Status(second, wrong)
			if status.APIServer || !strings.Contains(status.Message, "unrecognized feature gate: Nope") {
				return fmt.Errorf("%+v", status)
			}

			return nil
		})

		if _, err := net.Dial("tcp4", "127.24.0.12:6443"); err == nil {
			t.Error("its API is still open")
		}

		if _, err := client.Discovery().ServerVersion(); err != nil {
			t.Error(err)
		}
	})

	step("tells of a manifest that the API refuses", func(t *testing.T) {
		wrong := configOf(t, bundle, "controlplane", vipPatch, custom,
			"cluster:\n  inlineManifests:\n    - name: c\n      contents: |\n        apiVersion: v1\n        kind: ConfigMap\n        metadata: {name: c}\n        dat: {}\n")
		if err := server.Join(first, wrong); err != nil {
			t.Fatal(err)
		}

		eventually(t, "fault", func() error {
			if status := server.Status(first, wrong); !strings.Contains(status.Message, ".dat") {
				return fmt.Errorf("%+v", status)
			}

			return nil
		})

		if err := server.Join(first, good); err != nil {
			t.Fatal(err)
		}

		eventually(t, "mended", func() error {
			if status := server.Status(first, good); status != statusHealthy {
				return fmt.Errorf("%+v", status)
			}

			return nil
		})
	})

	step("the virtual IP stays while one control plane is left", func(t *testing.T) {
		if err := server.Join(second, good); err != nil {
			t.Fatal(err)
		}

		eventually(t, "second control plane", func() error {
			if status := server.Status(second, good); status != statusHealthy {
				return fmt.Errorf("%+v", status)
			}

			return nil
		})

		server.Leave(first, good)
		eventually(t, "node", nodeIs("cp1", corev1.ConditionUnknown))

		if _, err := net.Dial("tcp4", "127.24.0.11:6443"); err == nil {
			t.Error("the API of the control plane that has left is still open")
		}
	})

	step("what it held comes back with a control plane", func(t *testing.T) {
		server.Leave(second, good)
		eventually(t, "down", func() error {
			connection, err := net.Dial("tcp4", "127.24.0.100:6443")
			if err != nil {
				return nil
			}

			return connection.Close()
		})

		if err := server.Join(first, good); err != nil {
			t.Fatal(err)
		}

		eventually(t, "node", nodeIs("cp1", corev1.ConditionTrue))
	})

	server.Close()

	step("the journal has connections and manifests, and no secret is there", func(t *testing.T) {
		for _, line := range []string{
			`"target":"home","method":"connect","path":"127.24.0.100:6443","status":"open"`,
			`"target":"home","method":"apply","path":"Thing/default/one","status":"201"`,
			`"target":"home","method":"apply","path":"ConfigMap/default/c","status":"500"`,
		} {
			if !strings.Contains(journal.String(), line) {
				t.Errorf("the journal lacks %s", line)
			}
		}

		if strings.Contains(journal.String(), bundle.Secrets.BootstrapToken) {
			t.Error("the journal has the bootstrap token")
		}
	})

	step("ends its processes", func(t *testing.T) {
		left, err := filepath.Glob("/proc/[0-9]*/cmdline")
		if err != nil {
			t.Fatal(err)
		}

		for _, file := range left {
			if line, err := os.ReadFile(file); err == nil && strings.Contains(string(line), state) {
				t.Errorf("%s still runs", strings.ReplaceAll(string(line), "\x00", " "))
			}
		}
	})
}
