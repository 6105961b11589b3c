package tls_test

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"slices"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"cdktf-proxmox-talos/simulator/internal/standin"
	"cdktf-proxmox-talos/simulator/internal/standin/standintest"
	"cdktf-proxmox-talos/simulator/internal/standin/tls"
)

const privateKey = "tls_private_key"

func newProvider(t *testing.T) *standintest.Provider {
	t.Helper()

	return standintest.New(t, standintest.Schema(t, "tls"), tls.Behaviour(), nil)
}

func create(t *testing.T, p *standintest.Provider, config standintest.Content) standin.Values {
	t.Helper()

	state, said := p.Apply(privateKey, nil, config)
	if said != nil {
		t.Fatal(said)
	}

	return state
}

func block(t *testing.T, text string) *pem.Block {
	t.Helper()

	decoded, rest := pem.Decode([]byte(text))
	if decoded == nil || len(rest) > 0 {
		t.Fatalf("this is not one PEM block: %q", text)
	}

	return decoded
}

func TestEveryAlgorithmInEveryForm(t *testing.T) {
	p := newProvider(t)

	for _, c := range []struct {
		config                standintest.Content
		pemTitle, openSSHType string
		fits                  func(key any) bool
	}{
		{standintest.Content{"algorithm": "ED25519"}, "PRIVATE KEY", "ssh-ed25519", func(key any) bool {
			_, fits := key.(ed25519.PrivateKey)

			return fits
		}},
		{standintest.Content{"algorithm": "RSA"}, "RSA PRIVATE KEY", "ssh-rsa", func(key any) bool {
			made, fits := key.(*rsa.PrivateKey)

			return fits && made.N.BitLen() == 2048
		}},
		{standintest.Content{"algorithm": "RSA", "rsa_bits": 1024}, "RSA PRIVATE KEY", "ssh-rsa", func(key any) bool {
			made, fits := key.(*rsa.PrivateKey)

			return fits && made.N.BitLen() == 1024
		}},
		{standintest.Content{"algorithm": "ECDSA"}, "EC PRIVATE KEY", "", func(key any) bool {
			made, fits := key.(*ecdsa.PrivateKey)

			return fits && made.Params().Name == "P-224"
		}},
		{standintest.Content{"algorithm": "ECDSA", "ecdsa_curve": "P521"}, "EC PRIVATE KEY", "ecdsa-sha2-nistp521", func(key any) bool {
			made, fits := key.(*ecdsa.PrivateKey)

			return fits && made.Params().Name == "P-521"
		}},
	} {
		state := create(t, p, c.config)

		key, err := x509.ParsePKCS8PrivateKey(block(t, standin.Text(state["private_key_pem_pkcs8"])).Bytes)
		if err != nil || !c.fits(key) {
			t.Errorf("%v: made a %T: %v", c.config, key, err)
		}

		if title := block(t, standin.Text(state["private_key_pem"])).Type; title != c.pemTitle {
			t.Errorf("%v: private_key_pem is a %s", c.config, title)
		}

		if title := block(t, standin.Text(state["public_key_pem"])).Type; title != "PUBLIC KEY" {
			t.Errorf("%v: public_key_pem is a %s", c.config, title)
		}

		openSSH, public := standin.Text(state["private_key_openssh"]), standin.Text(state["public_key_openssh"])
		if c.openSSHType == "" {
			if openSSH != "" || public != "" || standin.Text(state["public_key_fingerprint_sha256"]) != "" {
				t.Errorf("%v: there is an OpenSSH form of what OpenSSH does not know: %q", c.config, public)
			}

			continue
		}

		signer, err := ssh.ParsePrivateKey([]byte(openSSH))
		if err != nil {
			t.Fatalf("%v: %v", c.config, err)
		}

		if want := string(ssh.MarshalAuthorizedKey(signer.PublicKey())); public != want || !strings.HasSuffix(public, "\n") || signer.PublicKey().Type() != c.openSSHType {
			t.Errorf("%v: public_key_openssh is %q, the private key says %q", c.config, public, want)
		}

		if got, want := standin.Text(state["public_key_fingerprint_md5"]), ssh.FingerprintLegacyMD5(signer.PublicKey()); got != want {
			t.Errorf("%v: fingerprint %s, not %s", c.config, got, want)
		}

		if len(standin.Text(state["id"])) != 40 {
			t.Errorf("%v: id %s", c.config, state["id"])
		}
	}
}

func TestAKeyIsMadeOnceAndAnewWhenItsFormChanges(t *testing.T) {
	p := newProvider(t)
	state := create(t, p, standintest.Content{"algorithm": "ED25519"})

	if other := create(t, p, standintest.Content{"algorithm": "ED25519"}); other["id"].Equal(state["id"]) {
		t.Error("two keys are the same")
	}

	again, said := p.Refresh(privateKey, state)
	if said != nil || !again["private_key_openssh"].Equal(state["private_key_openssh"]) {
		t.Errorf("the key did not stay: %q", said)
	}

	if plan := p.Plan(privateKey, state, standintest.Content{"algorithm": "ED25519"}); plan.Replaces != nil || !plan.Planned["id"].Equal(state["id"]) {
		t.Errorf("a second plan changes something: %v", plan.Replaces)
	}

	for _, c := range []struct {
		config   standintest.Content
		replaces []string
	}{
		{standintest.Content{"algorithm": "RSA"}, []string{"algorithm"}},
		{standintest.Content{"algorithm": "ED25519", "rsa_bits": 4096}, []string{"rsa_bits"}},
		{standintest.Content{"algorithm": "ECDSA", "ecdsa_curve": "P256"}, []string{"algorithm", "ecdsa_curve"}},
	} {
		if plan := p.Plan(privateKey, state, c.config); !slices.Equal(plan.Replaces, c.replaces) {
			t.Errorf("%v replaces because of %q", c.config, plan.Replaces)
		}
	}

	if left, said := p.Destroy(privateKey, state); left != nil || said != nil {
		t.Errorf("destroy left %v and said %q", left, said)
	}
}

func TestPublicKeyOfAPrivateOne(t *testing.T) {
	p := newProvider(t)

	for _, c := range []struct {
		algorithm, attribute string
	}{
		{"ED25519", "private_key_openssh"}, {"ED25519", "private_key_pem"}, {"RSA", "private_key_pem"}, {"ECDSA", "private_key_pem"},
	} {
		state := create(t, p, standintest.Content{"algorithm": c.algorithm, "rsa_bits": 1024})

		answer, said := p.Read("tls_public_key", standintest.Content{c.attribute: standin.Text(state[c.attribute])})
		if said != nil || standin.Text(answer["algorithm"]) != c.algorithm {
			t.Fatalf("%s: %q", c, said)
		}

		for _, name := range []string{"id", "public_key_pem", "public_key_openssh", "public_key_fingerprint_md5", "public_key_fingerprint_sha256"} {
			if !answer[name].Equal(state[name]) {
				t.Errorf("%s: %s is %s, not %s", c, name, answer[name], state[name])
			}
		}
	}

	if _, said := p.Read("tls_public_key", standintest.Content{"private_key_pem": "secret"}); len(said) != 1 || strings.Contains(said[0], "secret") {
		t.Errorf("what is no key: %q", said)
	}
}

func TestAnEphemeralKeyIsAnotherOneEachTime(t *testing.T) {
	p := newProvider(t)
	first, _ := p.Open(privateKey, standintest.Content{"algorithm": "ED25519"})
	second, said := p.Open(privateKey, standintest.Content{"algorithm": "ED25519"})

	if said != nil || first["private_key_openssh"].Equal(second["private_key_openssh"]) {
		t.Errorf("not two keys: %q", said)
	}

	if standin.Int(first["rsa_bits"]) != 2048 || standin.Text(first["ecdsa_curve"]) != "P224" {
		t.Errorf("defaults: %s, %s", first["rsa_bits"], first["ecdsa_curve"])
	}
}

func TestWhatIsRefused(t *testing.T) {
	p := newProvider(t)

	for _, c := range []struct {
		config standintest.Content
		says   string
	}{
		{standintest.Content{"algorithm": "DSA"}, `algorithm value must be one of: ["RSA" "ECDSA" "ED25519"], got: "DSA"`},
		{standintest.Content{"algorithm": "ECDSA", "ecdsa_curve": "P1"}, `ecdsa_curve value must be one of`},
	} {
		if said := p.Validate(privateKey, c.config); len(said) != 1 || !strings.Contains(said[0], c.says) {
			t.Errorf("%v: %q", c.config, said)
		}
	}

	if said := p.Validate(privateKey, standintest.Content{"algorithm": standintest.Unknown}); said != nil {
		t.Errorf("an unknown algorithm: %q", said)
	}

	if state, said := p.Apply(privateKey, nil, standintest.Content{"algorithm": "RSA", "rsa_bits": 12}); state != nil || len(said) != 1 {
		t.Errorf("a key of 12 bits: %q", said)
	}
}
