package githost_test

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"strings"
	"testing"

	"cdktf-proxmox-talos/simulator/internal/authority"
	"cdktf-proxmox-talos/simulator/internal/calls/callstest"
	"cdktf-proxmox-talos/simulator/internal/githost"
)

// Over https there is what there is over http, for those who trust the authority of the homelab.
func TestHTTPS(t *testing.T) {
	issuer, err := authority.New(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}

	of := config(t)
	of.TLSListen = strings.Replace(address, ":3000", ":3443", 1)
	of.Authority = issuer
	server, _ := callstest.Start(t, githost.Start, of)

	trusted := x509.NewCertPool()
	trusted.AppendCertsFromPEM(issuer.CertificatePEM())

	url := "https://" + of.TLSListen + "/homelab/fluxcd-demo.git"

	for password, want := range map[string]int{token: http.StatusOK, "wrong": http.StatusUnauthorized} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/info/refs?service=git-upload-pack", http.NoBody)
		if err != nil {
			t.Fatal(err)
		}

		request.SetBasicAuth("git", password)

		client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: trusted}, DisableKeepAlives: true}}

		answer, err := client.Do(request)
		if err != nil {
			t.Fatal(err)
		}

		_ = answer.Body.Close()

		if answer.StatusCode != want {
			t.Errorf("password %q: status %d", password, answer.StatusCode)
		}
	}

	if _, err := http.Get(url); err == nil { //nolint:noctx // fails before anything is sent
		t.Error("a server of an unknown authority is trusted")
	}

	if head, err := server.Head(url, "main", githost.Credentials{Username: "git", Password: token}); err != nil || head != firstCommit {
		t.Errorf("Flux sees %q: %v", head, err)
	}

	if _, err := server.Head(url, "main", githost.Credentials{Username: "git", Password: "wrong"}); err == nil {
		t.Error("Flux gets in with a wrong token")
	}
}
